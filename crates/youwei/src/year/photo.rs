//! Photographs of the story: small pictures that carry the day and the place where they
//! were taken, as a camera writes them (EXIF 2.32 in a JPEG's APP1 segment).

use serde_json::{Value as Json, json};
use youwei_base::Day;

/// A photograph: another number is another picture.
#[derive(Debug, Clone, Copy)]
pub struct Photo {
    pub number: u32,
    pub taken: Day,
    /// Longitude and latitude in hundredths of a degree.
    pub at: (u32, u32),
}

impl Photo {
    /// What a form says of it.
    pub fn said(&self, sha256: &str) -> Json {
        let degrees = |it: u32| format!("{}.{:02}", it / 100, it % 100);
        json!({
            "sha256": sha256,
            "name": format!("现场照片{}.jpg", self.number),
            "taken": self.taken.to_string(),
            "at": { "lon": degrees(self.at.0), "lat": degrees(self.at.1) },
        })
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let exif = [b"Exif\0\0".as_slice(), &self.tiff()].concat();
        // Two bytes of length count themselves; this is a few hundred in all.
        let length = u16::try_from(exif.len() + 2).unwrap_or(u16::MAX);
        let comment = format!("youwei {}", self.number);
        let said = u16::try_from(comment.len() + 2).unwrap_or(u16::MAX);
        [
            &[0xff, 0xd8, 0xff, 0xe1],
            length.to_be_bytes().as_slice(),
            &exif,
            &[0xff, 0xfe],
            said.to_be_bytes().as_slice(),
            comment.as_bytes(),
            GREY,
        ]
        .concat()
    }

    /// The directories of tags: one that points at two others, the day, and the place.
    fn tiff(&self) -> Vec<u8> {
        let day = self.taken.strftime("%Y:%m:%d 10:00:00\0").to_string();
        let entry = |tag: u16, kind: u16, count: u32, value: u32| {
            [
                tag.to_be_bytes().as_slice(),
                &kind.to_be_bytes(),
                &count.to_be_bytes(),
                &value.to_be_bytes(),
            ]
            .concat()
        };
        // Where things lie: a directory is 2 + 12 a tag + 4 bytes long.
        let (exif, gps) = (8 + 30, 8 + 30 + 18);
        let words = gps + 2 + 4 * 12 + 4;
        let (lat, lon) = (words + 20, words + 20 + 24);
        let letter = |of: u8| u32::from(of) << 24;
        let mut bytes = b"MM\0\x2a\0\0\0\x08".to_vec();
        bytes.extend(2_u16.to_be_bytes());
        bytes.extend(entry(0x8769, 4, 1, exif));
        bytes.extend(entry(0x8825, 4, 1, gps));
        bytes.extend([0; 4]);
        bytes.extend(1_u16.to_be_bytes());
        bytes.extend(entry(0x9003, 2, 20, words));
        bytes.extend([0; 4]);
        bytes.extend(4_u16.to_be_bytes());
        bytes.extend(entry(1, 2, 2, letter(b'N')));
        bytes.extend(entry(2, 5, 3, lat));
        bytes.extend(entry(3, 2, 2, letter(b'E')));
        bytes.extend(entry(4, 5, 3, lon));
        bytes.extend([0; 4]);
        bytes.extend(day.as_bytes());
        for hundredths in [self.at.1, self.at.0] {
            for (number, of) in [(hundredths, 100), (0, 1), (0, 1)] {
                bytes.extend(u32::to_be_bytes(number));
                bytes.extend(u32::to_be_bytes(of));
            }
        }
        bytes
    }
}

/// The rest of a picture of eight by eight grey points (ITU-T T.81, baseline).
const GREY: &[u8] = &[
    0xff, 0xdb, 0, 67, 0, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 0xff,
    0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xff, 0xc4, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, 0x3f, 0xff, 0xd9,
];
