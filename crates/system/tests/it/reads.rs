//! What formulas see: other records, words, what is computed; and what inputs say.

use serde_json::{Value as Json, json};
use youwei_system::declaration::Which;
use youwei_system::wish::RefusalKind;

use crate::play::{Play, made_up};

const VISITS: &str = r#"
id = "things"
name = { zh = "检查", en = "visits" }
record = { zh = "检查", en = "visit" }
about = { zh = "试验用", en = "for tests" }
source = "试验"
keeper = "housing-construction"
title = "name"

[fields]
name = { type = "text", max = 20, required = true, label = { zh = "名称", en = "Name" } }
firm = { type = "text", max = 20, label = { zh = "企业", en = "Firm" } }
after = { type = "link", to = "things", label = { zh = "前一次", en = "The one before" } }
found = { type = "number", min = 0, label = { zh = "发现", en = "Found" } }
fixed = { type = "number", min = 0, label = { zh = "整改", en = "Fixed" } }
rate = { type = "number", decimals = 4, computed = "if found > 0 then fixed / found else null", label = { zh = "整改率", en = "Rate" } }
good = { type = "yes-no", computed = "rate != null and rate >= 0.5", label = { zh = "良好", en = "Good" } }
by = { type = "text", max = 40, label = { zh = "单位", en = "Unit" } }
days = { type = "number", label = { zh = "天数", en = "Days" } }

[stages]
open = { zh = "进行中", en = "open" }
over = { zh = "结束", en = "over", end = true }

[actions.visit]
name = { zh = "检查", en = "Visit" }
to = "open"
by = ["list-clerk"]
reach = "all"
input = { name = {}, firm = {}, after = {} }
when = [
  { is = "count(others) < 2", else = { zh = "今年已查过两次；请明年再查。", en = "Visited twice; wait for next year." } },
  { is = "after = null or before.stage = \"over\"", else = { zh = "前一次还没有结束；请先结束。", en = "The one before is not over; end it first." } } ]
set = { by = "actor.unit" }

[actions.count]
name = { zh = "登记", en = "Count" }
from = ["open"]
by = ["list-clerk"]
reach = "all"
input = { found = {}, fixed = {} }
when = [{ is = "good", else = { zh = "整改率不到一半；请继续整改。", en = "Less than half is fixed; go on." } }]
set = { days = "(today - opened) / duration(\"P1D\")" }

[actions.end]
name = { zh = "结束", en = "End" }
from = ["open"]
to = "over"
by = ["list-clerk"]
reach = "all"

[reads.others]
of = "things"
same = "firm"
fields = ["found"]

[reads.before]
of = "things"
from = "after"
fields = ["found"]
"#;

const CLERK: &str = "urban-management/list-clerk";

#[test]
fn other_records_are_counted_and_followed() {
    let mut play = Play::new(made_up(VISITS));
    let visit = |name: &str, after: &str| json!({ "name": name, "firm": "甲厂", "after": after });
    let first = play.done("2026-03-02", CLERK, "things", "visit", visit("一", ""));
    assert_eq!(play.value(&first, "by").to_string(), "urban-management");
    let id = first.split_once('/').unwrap().1;
    let refusal = play.refused("2026-03-03", CLERK, "things", "visit", visit("二", id));
    assert!(refusal.said[0].1.en.contains("not over"), "{refusal}");
    play.done("2026-03-03", CLERK, &first, "end", json!({}));
    play.done("2026-03-04", CLERK, "things", "visit", visit("二", id));
    let refusal = play.refused("2026-03-05", CLERK, "things", "visit", visit("三", ""));
    assert!(refusal.said[0].1.en.contains("twice"), "{refusal}");
    let other = json!({ "name": "四", "firm": "乙厂" });
    play.done("2026-03-05", CLERK, "things", "visit", other);
    let nobody = json!({ "name": "五", "after": "2026-00099" });
    let refusal = play.refused("2026-03-05", CLERK, "things", "visit", nobody);
    assert_eq!(refusal.kind, RefusalKind::Invalid);
}

#[test]
fn what_is_computed_follows_the_inputs_and_is_rounded() {
    let mut play = Play::new(made_up(VISITS));
    let it = play.done(
        "2026-03-02",
        CLERK,
        "things",
        "visit",
        json!({ "name": "一" }),
    );
    let refusal = play.refused(
        "2026-03-03",
        CLERK,
        &it,
        "count",
        json!({ "found": 7, "fixed": 3 }),
    );
    assert!(refusal.said[0].1.en.contains("Less than half"), "{refusal}");
    play.done(
        "2026-03-09",
        CLERK,
        &it,
        "count",
        json!({ "found": 7, "fixed": 5 }),
    );
    assert_eq!(play.value(&it, "rate").to_string(), "0.7143");
    assert_eq!(play.value(&it, "days").to_string(), "7");
    // A blank says nothing, null empties.
    play.done(
        "2026-03-10",
        CLERK,
        &it,
        "count",
        json!({ "found": "", "fixed": "6" }),
    );
    assert_eq!(play.value(&it, "rate").to_string(), "0.8571");
    assert_eq!(
        play.log.last().unwrap().3["set"].get("found"),
        None,
        "only what changed"
    );
    let refusal = play.refused("2026-03-10", CLERK, &it, "count", json!({ "found": null }));
    assert!(
        refusal.said[0].1.en.contains("Less than half"),
        "nothing was found: {refusal}"
    );
}

const TRAINS: &str = r#"
id = "things"
name = { zh = "班列", en = "trains" }
record = { zh = "班列", en = "train" }
about = { zh = "试验用", en = "for tests" }
source = "试验"
keeper = "housing-construction"
title = "name"

[fields]
name = { type = "text", max = 20, required = true, label = { zh = "班列号", en = "Number" } }
boxes = { type = "list", label = { zh = "箱", en = "Boxes" }, of = { number = { type = "container", required = true, label = { zh = "箱号", en = "Number" } } } }
tags = { type = "list", label = { zh = "标签", en = "Tags" }, of = { type = "text" } }

[stages]
open = { zh = "进行中", en = "open" }
over = { zh = "结束", en = "over", end = true }

[actions.load]
name = { zh = "装箱", en = "Load" }
to = "open"
by = ["list-clerk"]
reach = "all"
input = { name = {}, boxes = {}, tags = {} }

[actions.change]
name = { zh = "换箱", en = "Change" }
from = ["open"]
by = ["list-clerk"]
reach = "all"
input = { boxes = {} }

[actions.more]
name = { zh = "加箱", en = "Add" }
from = ["open"]
by = ["list-clerk"]
reach = "all"
input = { number = { type = "container", label = { zh = "箱号", en = "Number" } } }
add = { boxes = "{number: number}" }

[actions.end]
name = { zh = "结束", en = "End" }
from = ["open"]
to = "over"
by = ["list-clerk"]
reach = "all"

[reads.same_box]
sharing = "boxes.number"
fields = ["name"]

[reads.same_tag]
sharing = "tags"
fields = ["name"]

[flags.twice]
on = ["load", "change", "more"]
when = "some it in same_box satisfies it.stage = \"open\""
says = { zh = "箱号在别的列上也有。", en = "A box is on another train." }

[flags.same-train]
on = ["load", "change", "more"]
when = "some it in same_box satisfies count(it.shared) * 2 >= count(boxes)"
says = { zh = "一半以上的箱相同。", en = "Most boxes are the same." }

[flags.same-tag]
on = ["load"]
when = "count(same_tag) > 0"
says = { zh = "标签相同。", en = "A tag is the same." }
"#;

fn boxes(from: u32, count: u32) -> Json {
    let number = |nth| youwei_base::ids::container::after("CSQU3054383", nth).unwrap();
    (from..from + count)
        .map(|nth| json!({ "number": number(nth) }))
        .collect()
}

fn flags(play: &Play) -> Vec<String> {
    let said = play.log.last().unwrap().3["flags"].clone();
    serde_json::from_value(said).unwrap_or_default()
}

#[test]
fn what_stands_in_the_lists_of_two_records_is_found_by_what_it_is() {
    let mut play = Play::new(made_up(TRAINS));
    let load = |name: &str, boxes: Json| json!({ "name": name, "boxes": boxes, "tags": [name] });
    let first = play.done(
        "2026-03-02",
        CLERK,
        "things",
        "load",
        load("一", boxes(0, 10)),
    );
    assert!(
        flags(&play).is_empty(),
        "a train shares nothing with itself"
    );
    let second = play.done(
        "2026-03-03",
        CLERK,
        "things",
        "load",
        load("二", boxes(9, 10)),
    );
    assert_eq!(flags(&play), ["twice"]);
    play.done(
        "2026-03-04",
        CLERK,
        "things",
        "load",
        load("一", boxes(2, 8)),
    );
    assert_eq!(flags(&play), ["twice", "same-train", "same-tag"]);
    // What a list no longer holds is no longer found, and what is added is.
    play.done(
        "2026-03-05",
        CLERK,
        &second,
        "change",
        json!({ "boxes": boxes(30, 4) }),
    );
    assert!(flags(&play).is_empty());
    let added = json!({ "number": boxes(32, 1)[0]["number"].clone() });
    play.done("2026-03-06", CLERK, &first, "more", added);
    assert_eq!(
        flags(&play),
        ["twice", "same-train"],
        "the third has most of the first"
    );
    play.done("2026-03-07", CLERK, &second, "end", json!({}));
    play.done(
        "2026-03-08",
        CLERK,
        "things",
        "load",
        load("三", boxes(33, 1)),
    );
    assert_eq!(
        flags(&play),
        ["same-train"],
        "the second train is over, and has the box still"
    );
    let wrong = json!({ "name": "四", "boxes": [{ "number": "CSQU3054384" }] });
    let refusal = play.refused("2026-03-09", CLERK, "things", "load", wrong);
    assert_eq!(refusal.said[0].0.as_deref(), Some("boxes[1].number"));
}

#[test]
fn a_box_is_found_among_twenty_thousand_by_its_number() {
    let mut play = Play::new(made_up(TRAINS));
    for train in 0..200_u32 {
        let load = json!({ "name": "列", "boxes": boxes(train * 100, 100) });
        play.done("2026-03-02", CLERK, "things", "load", load);
        assert!(flags(&play).is_empty());
    }
    let book = play.records.book("things").unwrap();
    let system = book.system().clone();
    let Which::Sharing(shared) = &system.reads[0].which else {
        panic!("reads.same_box is no sharing");
    };
    let record = book.iter().nth(77).unwrap();
    let list = &record.values[shared.list];
    let found = book.sharing(shared, list);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].0.id.clone(), found[0].1.len()),
        (record.id.clone(), 100)
    );
}
