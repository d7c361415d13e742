//! Pictures and PDFs that people send: known by their first bytes, and pictures drawn anew, so that nothing but
//! what one sees stays of them: no place where it was taken, no name of a camera.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

/// The longer side of what is kept, in pixels: an A4 page at 200 dots an inch.
const KEPT_SIDE: u32 = 2340;
const LARGEST_SIDE: u32 = 12_000;
/// Bytes that a picture may take while it is drawn anew: 50 million pixels.
const LARGEST_DRAWN: u64 = 150_000_000;
const QUALITY: u8 = 82;

/// What the first bytes say a file is, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Jpeg,
    Png,
}

/// Why a picture cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// More pixels than we draw.
    TooLarge,
    Broken,
}

/// By the first bytes; `None` for anything else.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(Kind::Pdf),
        [0xFF, 0xD8, 0xFF, ..] => Some(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Kind::Png),
        _ => None,
    }
}

/// True for HEIC and HEIF, as iPhones take pictures: an ISO media file of one of their brands (ISO/IEC 23008-12).
pub fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

/// A picture drawn anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub jpeg: Vec<u8>,
    /// Pixels.
    pub width: u32,
    pub height: u32,
}

/// A picture as a JPEG of its pixels alone, upright, not larger than a page needs. Takes time and memory: not
/// for a thread that serves.
pub fn drawn_anew(bytes: &[u8], kind: Kind) -> Result<Vec<u8>, Unreadable> {
    drawn_within(bytes, kind, KEPT_SIDE).map(|drawn| drawn.jpeg)
}

/// The same, with a longer side of at most so many pixels.
pub fn drawn_within(bytes: &[u8], kind: Kind, side: u32) -> Result<Drawn, Unreadable> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Pdf => return Err(Unreadable::Broken),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(LARGEST_DRAWN);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    if decoder.total_bytes() > LARGEST_DRAWN {
        return Err(Unreadable::TooLarge);
    }
    // Cameras turn the picture by a note beside it, which goes with the rest.
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    if picture.width().max(picture.height()) > side {
        picture = picture.resize(side, side, FilterType::Triangle);
    }
    picture.apply_orientation(orientation);
    let (width, height) = (picture.width(), picture.height());
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&on_paper(picture)).map_err(unreadable)?;
    Ok(Drawn { jpeg, width, height })
}

/// What is see-through becomes white.
fn on_paper(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let seen = picture.into_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0;
        let over = |colour: u8| {
            let mixed = u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

fn unreadable(error: image::ImageError) -> Unreadable {
    match error {
        image::ImageError::Limits(_) => Unreadable::TooLarge,
        _ => Unreadable::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = RgbImage::from_pixel(width, height, Rgb([200, 30, 30]));
        JpegEncoder::new(&mut bytes).encode_image(&picture).unwrap();
        bytes
    }

    /// With a note that it lies on its side (tag 0x0112 = 6) and words that could be a place.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 36.06N 103.83E");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(kind(b"%PDF-1.7\n"), Some(Kind::Pdf));
        assert_eq!(kind(&jpeg(4, 4)), Some(Kind::Jpeg));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n..."), Some(Kind::Png));
        for other in [&b""[..], b"<html>", b"GIF89a", b"MZ", b" %PDF-", b"\xFF\xD8"] {
            assert_eq!(kind(other), None);
        }
    }

    #[test]
    fn nothing_but_the_pixels_stays_and_they_stand_upright() {
        let sent = with_exif(&jpeg(40, 20));
        assert!(sent.windows(3).any(|part| part == b"GPS"));
        let kept = drawn_anew(&sent, Kind::Jpeg).unwrap();
        assert!(!kept.windows(4).any(|part| part == b"Exif") && !kept.windows(3).any(|part| part == b"GPS"));
        let seen = image::load_from_memory(&kept).unwrap();
        assert_eq!((seen.width(), seen.height()), (20, 40));
    }

    #[test]
    fn a_large_page_becomes_smaller_and_too_large_a_one_is_refused_before_it_is_drawn() {
        let kept = drawn_anew(&jpeg(3000, 1000), Kind::Jpeg).unwrap();
        let seen = image::load_from_memory(&kept).unwrap();
        assert_eq!((seen.width(), seen.height()), (2340, 780));
        // A PNG whose head promises 60,000 by 60,000 pixels and that holds none.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xEA\x60\0\0\xEA\x60\x08\x02\0\0\0".to_vec();
        bomb.extend_from_slice(&[0; 40]);
        assert!(drawn_anew(&bomb, Kind::Png).is_err());
        assert_eq!(drawn_anew(b"\xFF\xD8\xFF nothing", Kind::Jpeg), Err(Unreadable::Broken));
    }

    #[test]
    fn what_is_see_through_becomes_paper() {
        let clear = image::RgbaImage::from_pixel(8, 8, image::Rgba([0, 0, 0, 0]));
        let mut png = Cursor::new(Vec::new());
        clear.write_to(&mut png, ImageFormat::Png).unwrap();
        let kept = drawn_anew(png.get_ref(), Kind::Png).unwrap();
        let seen = image::load_from_memory(&kept).unwrap().into_rgb8();
        assert!(seen.get_pixel(3, 3).0.iter().all(|colour| *colour > 250));
    }
}
