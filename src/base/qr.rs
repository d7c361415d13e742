//! A QR code as a picture, for letters; pages draw theirs as SVG.

use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around it (ISO/IEC 18004 §5.3.8).
pub const QUIET: u32 = 4;
/// Pixels of a module: a phone's camera reads it from another phone's screen.
const MODULE: u32 = 6;

/// A code as PNG; `None` when the text is too long for one.
pub fn png(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = u32::try_from(code.width()).ok()?;
    let modules = code.to_colors();
    let side = (width + 2 * QUIET) * MODULE;
    let dark = |x: u32, y: u32| {
        let (x, y) = ((x / MODULE).checked_sub(QUIET)?, (y / MODULE).checked_sub(QUIET)?);
        let at = usize::try_from(y * width + x).ok().filter(|_| x < width)?;
        modules.get(at).filter(|colour| **colour == Color::Dark)
    };
    let picture =
        GrayImage::from_fn(side, side, |x, y| Luma([if dark(x, y).is_some() { 0 } else { u8::MAX }]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_black_on_white_with_a_white_margin() {
        let bytes = png("https://linli.example.org/e/AAAAAAAAAAcAAAAAAAAAAA").unwrap();
        let picture = image::load_from_memory(&bytes).unwrap().to_luma8();
        assert!(bytes.len() < 6000, "{} bytes", bytes.len());
        let (edge, first) = (QUIET * MODULE - 1, QUIET * MODULE);
        assert_eq!(picture.get_pixel(edge, edge).0, [255]);
        assert_eq!(picture.get_pixel(first, first).0, [0], "a corner begins");
        assert_eq!(picture.width() % MODULE, 0);
        assert!(png(&"x".repeat(5000)).is_none());
    }
}
