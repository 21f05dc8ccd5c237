//! What a photograph says of itself (EXIF 2.32, JEITA CP-3451): the day on which and the
//! place where it was taken. It goes before what is typed, which is easier to bend.

use exif::{Exif, In, Rational, Tag, Value};
use youwei_base::{Day, Decimal};

/// Decimals of a degree: a tenth of a metre.
const DECIMALS: u32 = 6;

/// Day and place of a photograph, as far as it carries them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    /// The day, by the camera's clock.
    pub day: Option<Day>,
    /// Longitude and latitude in degrees. Cameras write WGS 84, which lies within a metre
    /// of CGCS2000.
    pub point: Option<(Decimal, Decimal)>,
}

/// Reads a photograph; what is none says nothing.
pub(super) fn taken(bytes: &[u8]) -> Taken {
    let mut source = std::io::Cursor::new(bytes);
    let Ok(exif) = exif::Reader::new().read_from_container(&mut source) else {
        return Taken::default();
    };
    let point = degrees(&exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W', 180).zip(degrees(
        &exif,
        Tag::GPSLatitude,
        Tag::GPSLatitudeRef,
        b'S',
        90,
    ));
    Taken {
        day: day(&exif),
        point,
    }
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

/// `2026:03:19 10:21:07`, of which the day counts.
fn day(exif: &Exif) -> Option<Day> {
    let text = ascii(exif, Tag::DateTimeOriginal)?;
    let text = std::str::from_utf8(text.get(..10)?).ok()?;
    text.replace(':', "-").parse().ok()
}

/// Degrees, minutes and seconds as one number; negative in this half of the world.
fn degrees(exif: &Exif, tag: Tag, half: Tag, negative: u8, most: i64) -> Option<Decimal> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else {
        return None;
    };
    let [degrees, minutes, seconds] = parts.as_slice() else {
        return None;
    };
    let exact = |it: &Rational| Decimal::from(it.num).checked_div(Decimal::from(it.denom));
    let sum = exact(degrees)?
        .checked_add(exact(minutes)?.checked_div(Decimal::from(60))?)?
        .checked_add(exact(seconds)?.checked_div(Decimal::from(3600))?)?;
    if sum > Decimal::from(most) {
        return None;
    }
    let sum = sum.round_dp(DECIMALS).normalize();
    match ascii(exif, half)?.first()? {
        it if *it == negative => Some(-sum),
        _ => Some(sum),
    }
}

#[cfg(test)]
mod tests {
    use exif::experimental::Writer;
    use exif::{Field, In};

    use super::*;

    /// A JPEG of nothing but its EXIF segment.
    fn photograph(fields: &[Field]) -> Vec<u8> {
        let mut writer = Writer::new();
        fields.iter().for_each(|it| writer.push_field(it));
        let mut tiff = std::io::Cursor::new(Vec::new());
        writer.write(&mut tiff, false).unwrap();
        let body = [b"Exif\0\0".as_slice(), tiff.get_ref()].concat();
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [
            &[0xff, 0xd8, 0xff, 0xe1],
            length.as_slice(),
            &body,
            &[0xff, 0xd9],
        ]
        .concat()
    }

    fn field(tag: Tag, value: Value) -> Field {
        Field {
            tag,
            ifd_num: In::PRIMARY,
            value,
        }
    }

    fn text(words: &str) -> Value {
        Value::Ascii(vec![words.as_bytes().to_vec()])
    }

    fn angle(degrees: u32, minutes: u32, hundredths: u32) -> Value {
        let whole = |num| Rational { num, denom: 1 };
        let seconds = Rational {
            num: hundredths,
            denom: 100,
        };
        Value::Rational(vec![whole(degrees), whole(minutes), seconds])
    }

    #[test]
    fn a_photograph_says_when_and_where_it_was_taken() {
        let fields = [
            field(Tag::DateTimeOriginal, text("2026:03:19 10:21:07")),
            field(Tag::GPSLongitude, angle(114, 30, 3600)),
            field(Tag::GPSLongitudeRef, text("E")),
            field(Tag::GPSLatitude, angle(38, 1, 1200)),
            field(Tag::GPSLatitudeRef, text("N")),
        ];
        let taken = taken(&photograph(&fields));
        assert_eq!(taken.day, "2026-03-19".parse().ok());
        let point = ("114.51".parse().unwrap(), "38.02".parse().unwrap());
        assert_eq!(taken.point, Some(point));
    }

    #[test]
    fn what_is_torn_or_impossible_says_nothing() {
        let whole = photograph(&[
            field(Tag::DateTimeOriginal, text("2026:13:40 10:21:07")),
            field(Tag::GPSLongitude, angle(214, 30, 0)),
            field(Tag::GPSLongitudeRef, text("E")),
            field(Tag::GPSLatitude, angle(38, 1, 0)),
        ]);
        assert_eq!(taken(&whole), Taken::default());
        for end in 0..whole.len() {
            assert_eq!(taken(&whole[..end]), Taken::default());
        }
        assert_eq!(taken(b"no picture"), Taken::default());
    }
}
