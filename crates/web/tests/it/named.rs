//! Works that the report names, as a book of projects is offered them; and what belongs to
//! a city and not to its systems.

use youwei_web::{Folder, House};

use crate::systems::City;
use crate::town::Town;

/// The city with a report whose promises name works, and some that are none.
fn reported() -> (City, Town) {
    let text = crate::reading::TEXT.replace(
        "新增普惠托位2000个",
        "新增普惠托位2000个，北岭轴承厂、市第二医院东院区等48个项目竣工，年内建成3至5个中试平台，完善惠企政策库",
    );
    let city = City::new();
    city.app
        .take_in("a.txt", text.as_bytes(), None, "test")
        .unwrap();
    let town = city.as_user("xu-an");
    (city, town)
}

#[tokio::test]
async fn works_are_proposed_by_their_names_and_what_is_none_is_set_apart() {
    let (_city, town) = reported();
    let page = town.page("/systems/key-projects/proposed").await;
    let named = page.part("table:not(#apart + p + table) td.what");
    for name in ["望澜大桥", "北岭轴承厂", "市第二医院东院区"] {
        assert!(named.contains(name), "{name}: {named}");
    }
    let apart = page.part("#apart + p + table tbody");
    assert!(apart.contains("3至5个中试平台 只说了几个"), "{apart}");
    assert!(apart.contains("惠企政策库 是政策、制度"), "{apart}");
    for name in ["3至5个中试平台", "惠企政策库"] {
        assert!(!named.contains(name), "{name}: {named}");
    }
    let english = town.page("/systems/key-projects/proposed?lang=en").await;
    let why = english.part("#apart + p + table tbody");
    assert!(why.contains("none by its name"), "{why}");
}

/// What a system says of itself is true of every city: neither its introduction nor its
/// sources cite what one city's report promises.
#[tokio::test]
async fn a_system_cites_no_number_of_another_city() {
    let folder = House::city_named("shijiazhuang").unwrap();
    let systems: Vec<String> = Folder::systems().iter().map(|it| it.name.clone()).collect();
    let city = City::running(House::of(Folder::systems(), &folder).unwrap());
    for id in systems {
        for lang in ["zh", "en"] {
            let address = format!("/systems/{id}/about?lang={lang}");
            let page = city.public().get(&address).await.text();
            let Some((told, _)) = page.split_once("id=\"cases\"") else {
                continue;
            };
            for foreign in [
                "云泽",
                "Yunze",
                "126个",
                "48个",
                "48 finished",
                "260个",
                "“260 ",
                "650亿",
                "本市参数（示例）",
            ] {
                assert!(!told.contains(foreign), "{address}: {foreign}");
            }
        }
    }
}

/// Years that there are no figures of are refused, in a sentence that says which there are.
#[tokio::test]
async fn a_year_that_cannot_be_shown_is_refused() {
    let town = Town::new();
    for (year, fits) in [
        ("2026", true),
        ("2025", true),
        ("2027", false),
        ("abc", false),
        ("", false),
    ] {
        let page = town.get(&format!("/burden?year={year}")).await;
        assert_eq!(page.status.is_success(), fits, "{year}");
        assert!(fits || page.part("main").contains("2000 到 2026"), "{year}");
    }
}
