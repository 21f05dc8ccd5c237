use proptest::prelude::*;

use super::draw::draw;
use super::graph::{Graph, Label, Move, Node};
use super::plan::{Plan, Way, plan};

fn stage(name: &str, ends: bool, inside: &[&str]) -> Node {
    Node {
        name: name.to_owned(),
        ends,
        inside: inside.iter().map(|it| label(it, None)).collect(),
    }
}

fn label(name: &str, clock: Option<&str>) -> Label {
    Label {
        name: name.to_owned(),
        clocks: clock.map(str::to_owned).into_iter().collect(),
        notice: None,
    }
}

/// `from` in stages; -1 is the beginning.
fn leads(name: &str, from: &[i32], to: usize) -> Move {
    Move {
        label: label(name, None),
        from: from.iter().map(|at| usize::try_from(*at).ok()).collect(),
        to,
        lapse: false,
    }
}

/// Ten stages with skips, loops, time limits and a notice.
fn long() -> Graph {
    let mut graph = Graph {
        title: "招标采购".to_owned(),
        told: String::new(),
        stages: vec![
            stage("草拟", false, &["修改"]),
            stage("征求意见", false, &["提出意见", "采纳情况说明"]),
            stage("合法性审查", false, &[]),
            stage("公示中", false, &["延长公示"]),
            stage("已印发", false, &["登记进展", "月度调度", "上传佐证"]),
            stage("预警督办", false, &["约谈"]),
            stage("申请销号", false, &[]),
            stage("核验", false, &["抽查", "补充材料"]),
            stage("已销号", true, &[]),
            stage("已取消", true, &[]),
        ],
        moves: vec![
            leads("起草", &[-1], 0),
            leads("紧急事项直接立项", &[-1], 4),
            leads("征求单位意见", &[0], 1),
            leads("免征求意见", &[0], 2),
            leads("送审", &[1], 2),
            leads("退回修改", &[1, 2], 0),
            leads("审查通过", &[2], 3),
            leads("公示异议成立，退回重写", &[3], 0),
            leads("印发", &[3], 4),
            leads("亮黄灯", &[4], 5),
            leads("解除预警", &[5], 4),
            leads("申请销号", &[4, 5], 6),
            leads("受理", &[6], 7),
            leads("核验通过", &[7], 8),
            leads("核验退回", &[7], 4),
            leads("反弹重开", &[8], 4),
            leads("取消", &[0, 1, 2, 4, 5], 9),
        ],
    };
    graph.moves[6]
        .label
        .clocks
        .push("合法性审查时限".to_owned());
    graph.moves[6].label.notice = Some("征求社会意见公示".to_owned());
    graph.moves[12].label.clocks.push("受理".to_owned());
    graph.moves[14].label.clocks.push("核验时限".to_owned());
    graph.moves.push(Move {
        label: label("到期", Some("公示期限")),
        from: vec![Some(3)],
        to: 9,
        lapse: true,
    });
    graph
}

/// What lies on what it should not lie on.
fn collisions(plan: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    let room = |it: &super::plan::Text| (it.x, it.y - it.size() + 1, it.x + it.wide, it.y + 2);
    for (at, one) in plan.texts.iter().enumerate() {
        let (left, top, right, foot) = room(one);
        if left < 0 || top < 0 || right > plan.wide || foot > plan.high {
            found.push(format!("{} stands outside", one.text));
        }
        for other in plan.texts.iter().skip(at + 1) {
            let (l, t, r, f) = room(other);
            if left < r && l < right && top < f && t < foot {
                found.push(format!("{} on {}", one.text, other.text));
            }
        }
        for (_, way) in &plan.ways {
            let Way::Lane { lane, starts, end } = way else {
                continue;
            };
            let low = starts.iter().map(|it| it.1).min().unwrap_or(0).min(end.1);
            let high = starts.iter().map(|it| it.1).max().unwrap_or(0).max(end.1);
            if (left..right).contains(lane) && top < high && low < foot {
                found.push(format!("{} on a lane", one.text));
            }
            for (x, y) in starts.iter().chain([end]) {
                let (from, to) = (*x.min(lane), *x.max(lane));
                if (top..foot).contains(y) && left < to && from < right {
                    found.push(format!("{} on a line to a lane", one.text));
                }
            }
        }
    }
    for pair in plan.boxes.windows(2) {
        if pair[0].y + pair[0].high > pair[1].y {
            found.push("two boxes".to_owned());
        }
    }
    found
}

#[test]
fn a_long_life_cycle_fits_a_telephone_and_nothing_lies_on_anything() {
    let graph = long();
    let plan = plan(&graph);
    assert_eq!(collisions(&plan), Vec::<String>::new());
    assert!(plan.wide <= 390, "{} wide", plan.wide);
    assert_eq!(plan.boxes.len(), 10);
}

#[test]
fn the_picture_is_xml_and_says_its_moves_in_words() {
    let mut graph = long();
    graph.stages[0].name = "草拟 <&\"> \u{1}".to_owned();
    let svg = draw(&graph, &plan(&graph));
    assert!(svg.contains("<title>招标采购</title>"));
    assert!(svg.contains("<title>已印发、预警督办 → 申请销号：申请销号</title>"));
    assert!(svg.contains("草拟 &lt;&amp;&quot;&gt;"));
    assert!(!svg.contains('\u{1}') && !svg.contains("style="));
    // Ends have a second border.
    assert_eq!(svg.matches("<rect").count(), 12);
}

#[test]
fn nothing_is_needed_to_draw_nothing() {
    let graph = Graph::default();
    let svg = draw(&graph, &plan(&graph));
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
}

fn any_graph() -> impl Strategy<Value = Graph> {
    let name = "[一-龥]{1,12}|[A-Za-z]{1,9}( [a-z]{1,9}){0,3}";
    let node = (name, any::<bool>(), prop::collection::vec(name, 0..4));
    let nodes = prop::collection::vec(node, 1..11);
    nodes.prop_flat_map(move |nodes| {
        let count = nodes.len();
        let from = prop::collection::vec(prop::option::of(0..count), 1..4);
        let clock = prop::option::of(name);
        let moves = prop::collection::vec((name, from, 0..count, clock), 0..20);
        moves.prop_map(move |moves| Graph {
            title: String::new(),
            told: String::new(),
            stages: nodes
                .iter()
                .map(|(name, ends, inside)| {
                    let inside: Vec<&str> = inside.iter().map(String::as_str).collect();
                    stage(name, *ends, &inside)
                })
                .collect(),
            moves: moves
                .into_iter()
                .map(|(name, from, to, clock)| Move {
                    label: label(&name, clock.as_deref()),
                    from,
                    to,
                    lapse: false,
                })
                .collect(),
        })
    })
}

proptest! {
    #[test]
    fn in_no_life_cycle_does_a_label_lie_on_anything(graph in any_graph()) {
        prop_assert_eq!(collisions(&plan(&graph)), Vec::<String>::new());
    }

    #[test]
    fn the_same_life_cycle_is_drawn_the_same_and_every_move_has_a_way(graph in any_graph()) {
        let one = plan(&graph);
        prop_assert_eq!(draw(&graph, &one), draw(&graph, &plan(&graph)));
        for (at, it) in graph.moves.iter().enumerate() {
            let leaves = it.from.iter().any(|from| *from != Some(it.to));
            let drawn = one.ways.iter().any(|(of, _)| *of == at);
            prop_assert_eq!(drawn, leaves);
        }
    }
}
