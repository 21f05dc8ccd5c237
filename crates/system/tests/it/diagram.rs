//! The life cycles of our own systems as pictures.

use std::fs;
use std::path::Path;

use youwei_base::Bilingual;
use youwei_system::diagram;

use crate::ours::{declarations, systems};

fn zh(it: &Bilingual) -> &str {
    &it.zh
}

fn en(it: &Bilingual) -> &str {
    &it.en
}

/// With `YOUWEI_DRAW` naming a folder, the pictures are put there to be looked at.
#[test]
fn our_systems_are_drawn_with_every_stage_and_move_in_both_languages() {
    let systems = systems(&declarations());
    assert_eq!(systems.len(), 2);
    for system in &systems {
        for pick in [zh as fn(&Bilingual) -> &str, en] {
            let svg = diagram::svg(system, pick);
            for stage in &system.stages {
                let title = format!("<title>{}</title>", pick(&stage.name));
                assert_eq!(svg.matches(&title).count(), 1, "{title}");
            }
            let moves = system.actions.iter().filter(|it| it.to.is_some());
            for action in moves {
                let told = format!("：{}</title>", pick(&action.name));
                assert!(svg.contains(&told), "{told}");
            }
            if let Some(folder) = std::env::var_os("YOUWEI_DRAW") {
                let name = format!("{}-{}.svg", system.id, pick(&system.record));
                fs::write(Path::new(&folder).join(name), &svg).unwrap();
            }
        }
    }
}
