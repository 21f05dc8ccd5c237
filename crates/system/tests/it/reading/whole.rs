//! Declarations as text become systems.

use youwei_decision::limits::Limits;
use youwei_decision::machine::Machine;
use youwei_decision::number::Number;
use youwei_decision::temporal::Date;
use youwei_decision::value::Value;
use youwei_system::declaration::{System, Which};
use youwei_system::formula::{Formula, Held, Word};
use youwei_system::read::{self, File, Source};

const GOOD: &str = include_str!("../../good.toml");
const PARAMETERS: &str = r#"
case_date = "today"
[confirm_days]
label = { zh = "认定开工的时限", en = "Days to confirm a start" }
unit = "工作日"
values = [{ from = 2026-01-01, value = 10, source = "示例" }]
"#;

fn good() -> System {
    let reading = read::all(&[Source {
        id: "key-projects",
        file: "system.toml",
        text: GOOD,
        parameters: Some(File {
            name: "parameters.toml",
            text: PARAMETERS,
        }),
        overlay: None,
    }]);
    let said: String = reading
        .diagnostics
        .iter()
        .map(|it| it.render(GOOD))
        .collect();
    assert_eq!(said, "");
    reading.systems.into_iter().next().unwrap()
}

fn worth(formula: &Formula, fill: impl FnMut(usize) -> Value) -> Value {
    let limits = Limits::default();
    formula.evaluate(&mut Machine::new(None, &limits), fill)
}

#[test]
fn a_whole_declaration_is_read() {
    let system = good();
    assert_eq!(system.openings().count(), 1);
    assert_eq!(&*system.fields[system.title].name, "name");
    let action = |id: &str| system.action(id).unwrap();
    let confirm = &system.actions[action("confirm-start")];
    assert_eq!(confirm.from, [system.stage("approved").unwrap()]);
    assert_eq!(confirm.within, Some(0));
    assert_eq!(confirm.evidence[1].inputs, [2]);
    assert_eq!(confirm.evidence[1].fields, [system.field("site").unwrap()]);
    let enter = &system.actions[action("enter")];
    assert_eq!(enter.input[0].sets, system.field("name"));
    assert!(enter.input[0].field.required && !enter.input[5].field.required);
    let clock = &system.clocks[0];
    assert_eq!(clock.stops, [action("confirm-start")]);
    assert!(clock.length.workdays && clock.reminds.as_ref().unwrap().workdays);
    let notice = &system.notices[0];
    assert_eq!(notice.object, action("publicity-object"));
    assert_eq!(&*system.actions[notice.object].by[0], "public");
    assert!(system.actions[notice.object].input[0].field.personal);
    assert_eq!(system.reads[0].which, Which::LinkingBy("parent".into()));
    assert_eq!(system.digest.len(), 16);
}

#[test]
fn computed_fields_come_after_what_they_read() {
    let system = good();
    let names: Vec<&str> = system
        .computed
        .iter()
        .map(|at| &*system.fields[*at].name)
        .collect();
    assert_eq!(names, ["invested", "rate", "share"]);
}

#[test]
fn a_formula_asks_for_what_it_reads_and_nothing_else() {
    let system = good();
    let layout = system.layout();
    let confirm = &system.actions[system.action("confirm-start").unwrap()];
    let when = &confirm.when[0].when;
    let held: Vec<Held> = when.needs.iter().map(|slot| layout.held(*slot)).collect();
    assert_eq!(held, [Held::Word(Word::Today), Held::Input(0)]);
    for (started, fits) in [("2026-03-01", true), ("2026-03-03", false)] {
        let day = |text: &str| Value::Date(Date::parse(text).unwrap());
        let value = worth(when, |slot| match layout.held(slot) {
            Held::Word(Word::Today) => day("2026-03-02"),
            Held::Input(0) => day(started),
            other => panic!("{other:?} is not read"),
        });
        assert!(
            matches!(value, Value::Boolean(it) if it == fits),
            "{started}"
        );
    }
    let days = &system.clocks[0].length.days;
    assert_eq!(layout.held(days.needs[0]), Held::Parameter(0));
    let value = worth(days, |_| Value::Number(Number::TEN));
    assert!(matches!(value, Value::Number(it) if it == Number::TEN));
    let one = confirm.facts[0].value.as_ref().unwrap();
    assert!(one.needs.is_empty() && one.constant().is_some());
}

#[test]
fn an_input_hides_the_field_of_its_name() {
    let system = good();
    let layout = system.layout();
    let flag = &system.flags[0];
    let held = |slot: &usize| layout.held(*slot);
    let monthly = system.field("monthly").unwrap();
    let read: Vec<Held> = flag.when.needs.iter().map(held).collect();
    assert_eq!(read, [Held::Field(monthly), Held::Input(1)]);
}

#[test]
fn a_frame_holds_what_the_formula_reads_and_its_own_variables() {
    let system = good();
    let flag = &system.flags[0].when;
    // monthly, amount; no more than a few of its own.
    assert!(flag.slots < 6, "{}", flag.slots);
    let layout = system.layout();
    let children = &system.actions[system.action("confirm-start").unwrap()].when[1].when;
    let names: Vec<Held> = children.needs.iter().map(|it| layout.held(*it)).collect();
    let level = system.field("level").unwrap();
    assert_eq!(names, [Held::Field(level), Held::Read(0)]);
    let record = |stage: &str| {
        let entries = [("stage".into(), Value::from(stage))];
        Value::context(entries.into_iter().collect())
    };
    for (level, stage, fits) in [
        ("city", "done", true),
        ("county", "building", true),
        ("county", "done", false),
    ] {
        let value = worth(children, |slot| match layout.held(slot) {
            Held::Read(_) => Value::list(vec![record("approved"), record(stage)]),
            _ => Value::from(level),
        });
        assert!(
            matches!(value, Value::Boolean(it) if it == fits),
            "{level} {stage}"
        );
    }
}
