//! What the main parts say, word for word, so that a change of them is a choice.

use crate::reading::{TEXT, read};
use crate::town::Town;

#[tokio::test]
async fn the_strip_says_how_the_year_stands() {
    let town = Town::new();
    let page = town.page("/").await;
    assert_eq!(page.part(".year"), "2026年6月30日 · 2026年已过 49.6%");
    assert_eq!(
        page.part(".lights"),
        "0 已完成 0 达进度 0 欠进度 0 严重滞后 6 无事实依据"
    );
    assert_eq!(
        page.part(".counts"),
        "6 项承诺 0 有牵头单位 3 有数字可量 0 经人确认"
    );
    let proof = page.part(".proof");
    let size = town.size().await;
    assert!(
        proof.starts_with(&format!("账本 {size} 条 根哈希")),
        "{proof}"
    );
    let page = town.page("/?lang=en").await;
    assert_eq!(page.part(".year"), "30 June 2026 · 49.6% of 2026 gone");
    assert_eq!(
        page.part(".counts"),
        "6 commitments 0 with a lead 3 with a number 0 confirmed"
    );
}

#[tokio::test]
async fn the_report_is_set_as_a_public_document() {
    let page = Town::new().page("/").await;
    assert_eq!(page.part("article h1"), "政府工作报告");
    assert_eq!(
        page.part("article .by"),
        "——2026年1月14日在云泽市第九届人民代表大会第五次会议上"
    );
    assert_eq!(
        page.part("article h2"),
        "一、2025年工作回顾\n二、2026年重点工作"
    );
    assert_eq!(
        page.part("article h3"),
        "（一）扩大有效投资\n（二）办好民生实事"
    );
    assert_eq!(
        page.part("article .lead"),
        "综合实力稳步提升。\n抓实重点项目。"
    );
    assert_eq!(
        page.part("article .review"),
        "综合实力稳步提升。 全市新建学校12所。"
    );
    assert_eq!(page.part("article .salute"), "各位代表：");
    assert_eq!(
        page.part("article .c"),
        "全年安排重点项目300项 目标 300项\n完成投资650亿元以上 目标 ≥650亿元\n\
         开工建设望澜大桥，6月底前建成投用\n\
         新增普惠托位2000个 目标 2000个 ，改造老旧小区126个 目标 126个\n\
         支持<script>alert(1)</script>产业园建设\n推进政务服务改革"
    );
    assert_eq!(
        page.part(".outline li"),
        "一、2025年工作回顾\n二、2026年重点工作\n（一）扩大有效投资 3\n（二）办好民生实事 3"
    );
}

#[tokio::test]
async fn a_card_says_what_how_it_stands_who_and_when() {
    let town = Town::new();
    let page = town.page("/").await;
    assert_eq!(
        page.part("#k-c1"),
        "无事实依据 量化指标 待确认 全年安排重点项目300项 没有事实依据；到今天应有 149项（49.6%）。 \
         重点项目 300项 牵头 未定 建议 市发展改革委 口径 未对应 时限 2026-12-31 全年 依据 还没有：没有任何系统的记录说到它 \
         灯怎么算 “重点项目 300项”按序时进度（181/365 天），2026-06-30 应达 49.6%（148.8项）：\
         达到为绿，落后不超过 10 个百分点为黄，再落后或逾期未完成为红。\
         还没有对应的口径：请从建议中选一个并确认。\
         灯只由业务系统的记录算出，足额完成为蓝，没有记录为灰，任何人不能手工设置。 打开 指定单位"
    );
    let page = town.page("/?lang=en").await;
    let card = page.part("#k-c6");
    assert!(
        card.starts_with(
            "no facts yet livelihood item to be confirmed 推进政务服务改革 No facts yet, and neither \
             number nor due day: settle first what would prove it. Lead not set Measured by not bound Due not in the text"
        ),
        "{card}"
    );
}

#[tokio::test]
async fn an_overdue_milestone_turns_red_once_it_is_confirmed() {
    // The bridge was due in May in this text, and it is the end of June.
    let town = Town::with(read(TEXT));
    town.change(
        "/commitments/c3",
        &[("do", "schedule"), ("seen", "1"), ("due", "2026-05-31")],
    )
    .await;
    assert_eq!(
        town.get("/api/commitments/c3").await.json()["commitment"]["light"],
        "grey"
    );
    town.change("/commitments/c3", &[("do", "confirm"), ("seen", "2")])
        .await;
    let page = town.page("/").await;
    assert_eq!(page.values("#c-c3", "class"), ["c red"]);
    assert!(
        page.part("#k-c3")
            .contains("已逾期 30 天，没有完成的记录。")
    );
    assert!(page.part(".lights").contains("1 严重滞后"));
    // It is the first thing that is said, with who answers for it.
    let behind = page.part(".behind");
    assert!(
        behind.starts_with("落后的 1 红灯中 1 项眼下没有在督办"),
        "{behind}"
    );
    assert!(
        behind.contains("已逾期 30 天，没有完成的记录。"),
        "{behind}"
    );
    assert!(behind.contains("未定牵头单位"), "{behind}");
    assert_eq!(page.values(".behind li a", "href"), ["#c-c3"]);
    let found = town.page("/?light=red").await;
    assert_eq!(found.part(".brief"), "", "who filters asked for the text");
}

#[tokio::test]
async fn the_table_lists_what_an_office_asks_for() {
    let page = Town::new().page("/commitments").await;
    assert_eq!(
        page.part("#rows thead"),
        "灯 序号 ↑ 承诺 类别 指标 牵头单位 配合单位 完成时限 状态"
    );
    let rows = page.part("#rows tbody tr");
    let rows: Vec<&str> = rows.lines().collect();
    assert_eq!(rows[0], "二、2026年重点工作 · （一）扩大有效投资 3 项");
    assert_eq!(
        rows[1],
        "无事实依据 1 全年安排重点项目300项 量化指标 重点项目 300项 建议 市发展改革委 — 2026-12-31 待确认"
    );
    assert_eq!(
        rows[3],
        "无事实依据 3 开工建设望澜大桥，6月底前建成投用 重点工程 — 未定 — 2026-06-30 待确认"
    );
}

#[tokio::test]
async fn the_overview_stands_in_tables_without_charts() {
    let town = Town::new();
    let page = town.page("/overview").await;
    assert_eq!(
        page.part("figure[data-chart=month] tbody tr"),
        "2026-06 0 0 0 0 1 1 1\n2026-12 0 0 0 0 1 1 1\n未定 0 0 0 0 4 4 4"
    );
    assert_eq!(
        page.part("figure[data-chart=gaps] tbody tr"),
        "二、2026年重点工作 6 6 4 3 6\n（一）扩大有效投资 3 3 1 1 3\n（二）办好民生实事 3 3 3 2 3"
    );
    assert!(
        page.part("figure[data-chart=kind]")
            .contains("民生实事 0 0 0 0 2 2 2")
    );
    assert!(
        page.part("figure[data-chart=lead]")
            .contains("未定 0 0 0 0 6 6 6")
    );
}
