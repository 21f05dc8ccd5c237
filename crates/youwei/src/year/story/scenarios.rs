//! Scenarios: what the city wants solved, published in July, after the half-year that the
//! report promised; bid for, chosen, contracted, and a few in use by November.

use youwei_base::Day;

use super::super::days::{later, on, workday};
use super::super::diary::{ANYBODY, Diary, Paper, Slot, Step, Who};
use super::firms;

const SYSTEM: &str = "scenarios";
const REVIEWER: Who = ("development-reform", "investment-reviewer");

/// From this day on the contracts stand, and whoever won may bring investment.
pub const CONTRACTED: Day = Day::constant(2026, 9, 21);

/// Name, field, unit, what is to be solved.
const ALL: [(&str, &str, &str, &str); 8] = [
    (
        "退役电池快速分选",
        "industry",
        "industry-information",
        "每小时分选三百块退役电池，错分不超过百分之一",
    ),
    (
        "轴承表面缺陷在线检测",
        "industry",
        "industry-information",
        "产线不停，五十微米以上的缺陷逐件检出",
    ),
    (
        "工业园区多能互补调度",
        "industry",
        "industry-information",
        "屋顶光伏、储能和用电一起调度，峰时用电下降一成",
    ),
    (
        "短驳货运无人车",
        "transport",
        "industry-information",
        "陆港到园区八公里固定线路，昼夜运行",
    ),
    (
        "基层影像辅助诊断",
        "health",
        "science-technology",
        "乡镇卫生院拍片，十分钟内给出提示，由医生复核",
    ),
    (
        "河道漂浮物识别",
        "environment",
        "science-technology",
        "用已有的摄像头识别漂浮物，半小时内派单",
    ),
    (
        "设施大棚病害预警",
        "agriculture",
        "science-technology",
        "提前三天预警主要病害，误报每月不超过两次",
    ),
    (
        "排水管网淤堵判断",
        "city",
        "science-technology",
        "不下井判断淤堵的位置和程度",
    ),
];

/// How many of them bring an investment.
const BRING: usize = 4;

/// Writes them down; those that bring an investment.
pub fn write(diary: &mut Diary) -> Vec<Slot> {
    let mut bring = Vec::new();
    for (nth, (name, field, unit, problem)) in (0_u32..).zip(ALL) {
        let slot = diary.slot();
        let clerk: Who = (unit, "investment-clerk");
        let step = |who, action| Step::of(who, SYSTEM, action, slot);
        let days = i64::from(nth);
        let until = later(on(8, 12), days);
        let propose = step(clerk, "propose")
            .opening()
            .with("name", name)
            .with("field", field)
            .with("unit", unit)
            .with("area", "990100")
            .with("problem", problem)
            .with("terms", "有同类项目运行记录的企业均可，不限注册地")
            .with("bids_until", until.to_string());
        diary.write(workday(later(on(7, 6), days)), propose);
        if nth == 0 {
            // Firms need time to prepare.
            let hasty = step(REVIEWER, "publish").with("bids_until", "2026-07-20");
            diary.write(on(7, 9), hasty.refused());
        }
        let publish = step(REVIEWER, "publish").with("bids_until", until.to_string());
        diary.write(workday(later(on(7, 10), days)), publish);
        let firms = [
            firms::code(110_108, 810_000 + nth),
            firms::code(310_115, 820_000 + nth),
            firms::code(990_171, 830_000 + nth),
        ];
        // Nobody bids for the last but one, and it is taken back.
        if nth == 6 {
            let back =
                step(REVIEWER, "withdraw").with("reason", "没有企业揭榜，重新论证指标后再发布");
            diary.write(workday(later(until, 5)), back);
            continue;
        }
        for (at, firm) in (0_i64..).zip(&firms) {
            let bid = step(ANYBODY, "bid")
                .with("firm", firm.as_str())
                .with("words", "现场踏勘后提交方案，三个月内出样机");
            diary.write(workday(later(on(7, 27), days + at * 3)), bid);
        }
        let won = firms.get((nth % 3) as usize).cloned().unwrap_or_default();
        let chosen = step(clerk, "choose")
            .with("winner", won)
            .with("why_chosen", "样机指标最好，五位专家评分第一");
        diary.write(workday(later(until, 6)), chosen);
        let signed = workday(later(on(9, 3), days));
        let contract = step(clerk, "contract")
            .with("contract_no", format!("泽景〔2026〕{}号", nth + 1))
            .with("contract_on", signed.to_string())
            .handing(
                "contract",
                Paper::Text(format!("应用合同{nth}.txt"), format!("{name}应用合同")),
            );
        diary.write(signed, contract);
        if nth % 3 == 1 {
            let used = on(11, 9);
            let accept = step(REVIEWER, "accept")
                .with("applied_on", used.to_string())
                .handing(
                    "report",
                    Paper::Text(format!("验收报告{nth}.txt"), format!("{name}验收合格")),
                );
            diary.write(workday(later(used, 2)), accept);
        }
        if bring.len() < BRING {
            bring.push(slot);
        }
    }
    bring
}
