//! What `docs/declaring-a-system.md` shows is so.

use youwei_system::read;

#[test]
fn the_system_of_the_manual_is_sound() {
    let page = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/declaring-a-system.md"
    );
    let page = std::fs::read_to_string(page).unwrap();
    let block = page.split("```toml\n").nth(1).unwrap();
    let text = block.split("```").next().unwrap();
    let reading = read::one("street-lamps", "system.toml", text);
    let said: String = reading
        .diagnostics
        .iter()
        .map(|it| it.render(text))
        .collect();
    assert_eq!(said, "");
    assert_eq!(reading.systems[0].actions.len(), 4);
}
