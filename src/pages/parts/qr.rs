//! A QR code: an address for the camera of a phone, beside which the words say where it leads.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

const QUIET: usize = crate::base::qr::QUIET as usize;

/// The code as a picture; `label` says what it leads to. Empty when the text is too long for one.
pub fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return html! {} };
    let (width, modules) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path fill="#000" d=(path(&modules, width)) {}
        }
    }
}

/// A rectangle for every run of dark modules in a row.
fn path(modules: &[Color], width: usize) -> String {
    let mut path = String::new();
    for (y, row) in modules.chunks(width.max(1)).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                path.push_str(&format!("M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len()));
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_corners_of_a_code_are_there_and_white_is_around_it() {
        let text = qr("https://linli.example.org/c/hexi/activities/1", "太极拳").into_string();
        assert!(text.contains(r#"viewBox="0 0 41 41""#) && text.contains(r#"aria-label="太极拳""#), "{text}");
        for corner in ["M4 4h7v1h-7z", "M30 4h7v1h-7z", "M4 30h7v1h-7z"] {
            assert!(text.contains(corner), "{corner} is missing in {text}");
        }
        assert!(!text.contains("M0 ") && !text.contains("M3 "), "the margin is white");
    }

    #[test]
    fn what_is_too_long_has_no_code() {
        assert!(qr(&"x".repeat(5000), "").into_string().is_empty());
    }
}
