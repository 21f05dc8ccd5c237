use std::cell::RefCell;

use proptest::prelude::*;
use tlog_tiles::tlog::{Hash as TheirHash, check_record, check_tree, prove_record, prove_tree};
use tlog_tiles::{Tile, TileHashReader, TileReader};
use youwei_tlog::{
    Checkpoint, Hash, Hashes, TileKind, TilePath, consistency_proof, inclusion_proof, root,
};

use crate::hostile::{self, Change};
use crate::log::{LARGE, Log};

/// Serves our log as tiles of height 8, and remembers what was asked for.
struct Served<'a> {
    log: &'a Log,
    spoil: bool,
    asked: RefCell<Vec<Tile>>,
}

impl TileReader for Served<'_> {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        self.asked.borrow_mut().extend(tiles);
        let read = |tile: &Tile| {
            // By the path, as one who fetches over HTTP would.
            let path = tile.path();
            let path: TilePath = path.strip_prefix("tile/8/").unwrap().parse().unwrap();
            let TileKind::Hashes(level) = path.kind else {
                panic!("a tile of hashes");
            };
            let hashes = self.log.hashes(level, path.first(), path.width.into());
            let mut bytes = hashes.unwrap().concat();
            bytes[5] ^= u8::from(self.spoil);
            bytes
        };
        Ok(tiles.iter().map(read).collect())
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

fn bytes(hashes: &[TheirHash]) -> Vec<Hash> {
    hashes.iter().map(|hash| hash.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tlog_tiles_proves_from_our_tiles_what_we_prove(size in 1_u64..70_000, at in any::<u64>()) {
        let log = &LARGE[0];
        let index = at % size;
        let top = TheirHash(root(log.suite, log, size).unwrap());
        let served = Served { log, spoil: false, asked: RefCell::default() };
        let reader = TileHashReader::new(size, top, &served);

        let theirs = prove_record(size, index, &reader).unwrap();
        let ours = inclusion_proof(log.suite, log, index, size).unwrap();
        prop_assert_eq!(bytes(&theirs), ours);
        let leaf = TheirHash(log.leaves()[index as usize]);
        prop_assert!(check_record(&theirs, size, top, index, leaf).is_ok());

        let old = index + 1;
        let old_top = TheirHash(root(log.suite, log, old).unwrap());
        let theirs = prove_tree(size, old, &reader).unwrap();
        let ours = consistency_proof(log.suite, log, old, size).unwrap();
        prop_assert_eq!(bytes(&theirs), ours);
        prop_assert!(check_tree(&theirs, size, top, old, old_top).is_ok());

        // Every tile that they asked for is one that we would list.
        let listed: Vec<_> = TilePath::tiles(size).map(|path| format!("tile/8/{path}")).collect();
        for tile in served.asked.take() {
            prop_assert!(listed.contains(&tile.path()), "{}", tile.path());
        }

        let spoilt = Served { spoil: true, ..served };
        prop_assert!(prove_record(size, index, &TileHashReader::new(size, top, &spoilt)).is_err());
        let wrong = TheirHash([7; 32]);
        prop_assert!(prove_record(size, index, &TileHashReader::new(size, wrong, &served_again(log))).is_err());
    }

    #[test]
    fn tlog_tiles_writes_the_same_paths(level in 0_u8..=63, index in any::<u64>(), shift in 0..64, width in 1_u16..=256) {
        let index = index >> shift;
        let path = TilePath { kind: TileKind::Hashes(level), index, width };
        let theirs = Tile::new(8, level, index, width.into(), false).path();
        prop_assert_eq!(theirs, format!("tile/8/{path}"));
    }

    #[test]
    fn both_read_the_same_paths(changes in prop::collection::vec(any::<Change>(), 1..4), partial in any::<bool>()) {
        let good: &[u8] = if partial { b"0/x001/x234/067.p/112" } else { b"12/x001/234" };
        let Ok(text) = String::from_utf8(hostile::changed(good, &changes)) else { return Ok(()) };
        let ours = text.parse::<TilePath>();
        let ours = ours.is_ok_and(|path| path.kind != TileKind::Entries);
        // Theirs panics at levels above 63.
        if let Some(Ok(64..)) = text.split('/').next().map(str::parse::<u8>) {
            prop_assert!(!ours, "{}", text);
            return Ok(());
        }
        // Theirs knows data tiles instead of bundles, and tiles of width 0.
        let theirs = Tile::from_path(&format!("tile/8/{text}"));
        let theirs = theirs.is_ok_and(|tile| !tile.is_data() && tile.width() > 0);
        prop_assert_eq!(ours, theirs, "{}", text);
    }

    #[test]
    fn both_read_the_same_checkpoints(changes in prop::collection::vec(any::<Change>(), 0..3), extended in any::<bool>()) {
        let extensions = if extended { vec!["one line".to_owned(), "two".to_owned()] } else { vec![] };
        let good = Checkpoint { origin: "yunze.example/log".to_owned(), size: 1234, root: [9; 32], extensions };
        let bytes = hostile::changed(good.to_string().as_bytes(), &changes);
        // Control characters are refused by the note around the text, in theirs.
        let Some(text) = String::from_utf8(bytes).ok().filter(|text| {
            text.bytes().all(|byte| byte >= b' ' || byte == b'\n')
        }) else { return Ok(()) };
        let theirs = tlog_tiles::Checkpoint::from_bytes(text.as_bytes());
        match text.parse::<Checkpoint>() {
            Ok(ours) => {
                let theirs = theirs.unwrap();
                prop_assert_eq!(theirs.origin(), ours.origin);
                prop_assert_eq!(theirs.size(), ours.size);
                prop_assert_eq!(theirs.hash().0, ours.root);
                prop_assert_eq!(theirs.to_bytes(), text.into_bytes());
            }
            Err(_) => prop_assert!(theirs.is_err(), "{:?}", text),
        }
    }
}

fn served_again(log: &Log) -> Served<'_> {
    Served {
        log,
        spoil: false,
        asked: RefCell::default(),
    }
}
