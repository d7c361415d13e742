//! Ways back: paths of ours, and nothing that leads elsewhere.

/// The path, if it surely stays on this site. Browsers read `//host`, `/\host` and paths with control
/// characters as addresses of other hosts.
pub fn path(wanted: Option<&str>) -> Option<&str> {
    let path = wanted?;
    let stays = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(|c| c.is_control() || c.is_whitespace())
        && path.len() <= 2000;
    stays.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_way_back_never_leads_to_another_site() {
        for good in ["/", "/my/bookings/42", "/c/a/calendar?view=list&month=2026-11"] {
            assert_eq!(path(Some(good)), Some(good));
        }
        for bad in [
            "",
            "my",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "/\t/evil.example",
            "/a b",
        ] {
            assert_eq!(path(Some(bad)), None, "{bad}");
        }
        assert_eq!(path(None), None);
    }
}
