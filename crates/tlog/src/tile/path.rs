//! Where a tile or a bundle stands under `tile/`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use youwei_base::Bilingual;

use crate::TILE_WIDTH;
use crate::text::decimal;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TileKind {
    /// Hashes of a tile level, 0 to 63, one after another; level 0 are the leaf hashes.
    Hashes(u8),
    /// A bundle of entries.
    Entries,
}

/// Which tile, as the part of its address after `tile/` says it: `0/x001/234`, with `.p/5`
/// behind it if it holds less than 256, `entries/000`. One tile has one path.
///
/// ```
/// # use youwei_tlog::{TileKind, TilePath};
/// let path: TilePath = "1/x001/x234/067.p/17".parse()?;
/// assert_eq!(path, TilePath { kind: TileKind::Hashes(1), index: 1_234_067, width: 17 });
/// assert_eq!(path.to_string(), "1/x001/x234/067.p/17");
/// # Ok::<(), youwei_tlog::TilePathError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TilePath {
    /// What it holds.
    pub kind: TileKind,
    /// Which one of its level, from 0 on.
    pub index: u64,
    /// How many hashes or entries it holds, 1 to 256.
    pub width: u16,
}

/// The highest level that a path may name.
const LEVEL_MAX: u64 = 63;

impl TilePath {
    /// The number of the first hash or entry in it, within its level. Beyond 2^64 - 1,
    /// where no tile exists, it stays there.
    ///
    /// ```
    /// # use youwei_tlog::TilePath;
    /// let path: TilePath = "entries/002.p/7".parse()?;
    /// assert_eq!(path.first(), 512);
    /// # Ok::<(), youwei_tlog::TilePathError>(())
    /// ```
    pub fn first(&self) -> u64 {
        self.index.saturating_mul(TILE_WIDTH as u64)
    }

    /// Whether a tree of `size` entries has all that this tile holds. A tile that exists
    /// is the same in every larger tree.
    pub fn exists_in(&self, size: u64) -> bool {
        let end = self
            .index
            .checked_mul(TILE_WIDTH as u64)
            .and_then(|first| first.checked_add(self.width.into()));
        end.is_some_and(|end| end <= stored(self.kind, size))
    }

    /// Every tile of hashes in a tree of `size` entries, level by level from the leaves,
    /// each level from left to right, its partial tile last.
    pub fn tiles(size: u64) -> impl Iterator<Item = TilePath> {
        (0..8).flat_map(move |level| row(TileKind::Hashes(level), size))
    }

    /// Every bundle of a log of `size` entries, the partial one last.
    pub fn bundles(size: u64) -> impl Iterator<Item = TilePath> {
        row(TileKind::Entries, size)
    }
}

/// How many hashes or entries of a kind a tree of `size` entries has.
fn stored(kind: TileKind, size: u64) -> u64 {
    let level = match kind {
        TileKind::Hashes(level) => level,
        TileKind::Entries => 0,
    };
    size.checked_shr(8 * u32::from(level)).unwrap_or(0)
}

fn row(kind: TileKind, size: u64) -> impl Iterator<Item = TilePath> {
    let stored = stored(kind, size);
    let width = TILE_WIDTH as u64;
    (0..stored.div_ceil(width)).map(move |index| TilePath {
        kind,
        index,
        width: (stored - index * width).min(width) as u16,
    })
}

impl FromStr for TilePath {
    type Err = TilePathError;

    fn from_str(text: &str) -> Result<Self, TilePathError> {
        let (kind, rest) = text.split_once('/').ok_or(TilePathError)?;
        let kind = match kind {
            "entries" => TileKind::Entries,
            level => match decimal(level) {
                Some(level @ 0..=LEVEL_MAX) => TileKind::Hashes(level as u8),
                _ => return Err(TilePathError),
            },
        };
        let (index, width) = match rest.split_once(".p/") {
            None => (rest, TILE_WIDTH as u16),
            Some((index, width)) => match decimal(width) {
                Some(width @ 1..=255) => (index, width as u16),
                _ => return Err(TilePathError),
            },
        };
        Ok(TilePath {
            kind,
            index: index_from(index).ok_or(TilePathError)?,
            width,
        })
    }
}

/// A number in groups of three digits, all but the last after an `x`; the first group of
/// several is not `x000`.
fn index_from(text: &str) -> Option<u64> {
    let mut index = 0_u64;
    let mut groups = text.split('/').peekable();
    let mut first = true;
    while let Some(group) = groups.next() {
        let last = groups.peek().is_none();
        let digits = if last {
            group
        } else {
            group.strip_prefix('x')?
        };
        if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: u64 = digits.parse().ok()?;
        if first && !last && number == 0 {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(number)?;
        first = false;
    }
    Some(index)
}

impl fmt::Display for TilePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(out, "{level}/")?,
            TileKind::Entries => write!(out, "entries/")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut higher = self.index / 1000;
        while higher > 0 {
            groups.push(higher % 1000);
            higher /= 1000;
        }
        for group in groups.iter().skip(1).rev() {
            write!(out, "x{group:03}/")?;
        }
        write!(out, "{:03}", groups[0])?;
        if usize::from(self.width) < TILE_WIDTH {
            write!(out, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

/// A text that is no path of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "This is no address of a tile; it reads like `tile/0/x001/234`, `tile/1/000.p/5` or `tile/entries/000`, and each tile has only one."
)]
pub struct TilePathError;

impl TilePathError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        Bilingual::new(
            "这不是瓦片的地址;正确写法如 `tile/0/x001/234`、`tile/1/000.p/5` 或 `tile/entries/000`,每个瓦片只有一种写法。",
            self.to_string(),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hashes(level: u8, index: u64, width: u16) -> TilePath {
        TilePath {
            kind: TileKind::Hashes(level),
            index,
            width,
        }
    }

    #[test]
    fn a_tile_has_one_path() {
        for text in [
            "0/000",
            "0/255",
            "0/x001/000",
            "63/x018/x446/x744/x073/x709/x551/615.p/255",
            "8/999.p/1",
            "entries/000",
            "entries/x123/456.p/78",
        ] {
            let path: TilePath = text.parse().expect(text);
            assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn any_other_writing_is_refused() {
        for text in [
            "",
            "/",
            "0",
            "0/",
            "0/0",
            "0/00",
            "0/0000",
            "00/000",
            "01/000",
            "64/000",
            "-1/000",
            "+1/000",
            "0/x000/001",
            "0/x001/x002",
            "0/001/002",
            "0/X001/002",
            "0//001",
            "0/000/",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/01",
            "0/000.p/",
            "0/000.p",
            "0/000.p/1/",
            "0/000.p/1.p/1",
            "0/000.P/1",
            "0/00a",
            "0/００１",
            "0/x018/x446/x744/x073/x709/x551/616",
            "0/x001/x000/x000/x000/x000/x000/x000/000",
            "Entries/000",
            "entries",
            "entries/000 ",
            " entries/000",
            "data/000",
            "../000",
        ] {
            assert_eq!(text.parse::<TilePath>(), Err(TilePathError), "{text:?}");
        }
    }

    /// The example in tlog-tiles: 70,000 entries, and 256.
    #[test]
    fn a_tree_of_seventy_thousand_has_the_tiles_of_the_specification() {
        let tiles: Vec<_> = TilePath::tiles(70_000).collect();
        let level_0: Vec<_> = (0..273).map(|index| hashes(0, index, 256)).collect();
        assert_eq!(tiles[..273], level_0);
        assert_eq!(
            tiles[273..],
            [
                hashes(0, 273, 112),
                hashes(1, 0, 256),
                hashes(1, 1, 17),
                hashes(2, 0, 1),
            ]
        );
        let tiles: Vec<_> = TilePath::tiles(256).collect();
        assert_eq!(tiles, [hashes(0, 0, 256), hashes(1, 0, 1)]);
        assert_eq!(TilePath::tiles(0).next(), None);
        assert_eq!(TilePath::bundles(0).next(), None);
    }

    proptest! {
        #[test]
        fn the_partial_tile_of_a_level_has_the_width_of_the_formula(size in 0_u64..20_000_000) {
            for level in 0_u8..8 {
                let power = 256_u128.pow(level.into());
                let partial = u128::from(size) / power % 256;
                let full = u128::from(size) / (power * 256);
                let row: Vec<_> = row(TileKind::Hashes(level), size).collect();
                let widths = row.iter().map(|tile| u128::from(tile.width));
                prop_assert_eq!(widths.sum::<u128>(), full * 256 + partial);
                prop_assert_eq!(row.len() as u128, full + u128::from(partial > 0));
                for (index, tile) in row.iter().enumerate() {
                    prop_assert_eq!(tile.index, index as u64);
                    let whole = (index as u128) < full;
                    prop_assert_eq!(u128::from(tile.width), if whole { 256 } else { partial });
                    prop_assert!(tile.exists_in(size));
                }
            }
        }

        #[test]
        fn a_tile_exists_once_its_last_entry_does(level in 0_u8..=63, index in any::<u64>(), width in 1_u16..=256, size in any::<u64>()) {
            let path = hashes(level, index >> (size % 64), width);
            // Beyond level 16 the power of 256 is larger than any size.
            let power = 256_u128.checked_pow(level.into());
            let needed = power.and_then(|power| {
                (u128::from(path.index) * 256 + u128::from(width)).checked_mul(power)
            });
            prop_assert_eq!(path.exists_in(size), needed.is_some_and(|needed| needed <= size.into()));
        }

        #[test]
        fn every_path_is_read_back(kind in 0_u8..=64, index in any::<u64>(), shift in 0..64, width in 1_u16..=256) {
            let kind = if kind == 64 { TileKind::Entries } else { TileKind::Hashes(kind) };
            let path = TilePath { kind, index: index >> shift, width };
            prop_assert_eq!(path.to_string().parse(), Ok(path));
        }
    }
}
