//! The columns of the plan: their headers, how wide they are, what stands in
//! them, and by which headers they are found again.

use youwei_base::Light;

use super::row::{Task, WasAmended};
use crate::filter::folded;

/// A column of the sheet and the CSV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    Number,
    Passage,
    Kind,
    Task,
    Goal,
    Q1,
    Q2,
    Q3,
    Q4,
    Leader,
    Lead,
    Supporting,
    Due,
    Claimed,
    ClaimedOn,
    Progress,
    Evidence,
    Problems,
    Next,
    Light,
    Public,
    Id,
    Version,
}

impl Column {
    pub const ALL: [Column; 23] = [
        Column::Number,
        Column::Passage,
        Column::Kind,
        Column::Task,
        Column::Goal,
        Column::Q1,
        Column::Q2,
        Column::Q3,
        Column::Q4,
        Column::Leader,
        Column::Lead,
        Column::Supporting,
        Column::Due,
        Column::Claimed,
        Column::ClaimedOn,
        Column::Progress,
        Column::Evidence,
        Column::Problems,
        Column::Next,
        Column::Light,
        Column::Public,
        Column::Id,
        Column::Version,
    ];

    /// The quarter nodes in their order.
    pub const QUARTERS: [Column; 4] = [Column::Q1, Column::Q2, Column::Q3, Column::Q4];

    /// The header, and the other headers that it is known by.
    fn names(self) -> &'static [&'static str] {
        match self {
            Column::Number => &["序号"],
            Column::Passage => &["报告原文（段落）", "报告原文", "原文"],
            Column::Kind => &["任务分类", "分类"],
            Column::Task => &["具体任务", "任务", "工作任务", "任务内容"],
            Column::Goal => &["年度目标值", "年度目标", "目标值"],
            Column::Q1 => &["一季度节点", "一季度", "第一季度", "第一季度节点", "Q1"],
            Column::Q2 => &["二季度节点", "二季度", "第二季度", "第二季度节点", "Q2"],
            Column::Q3 => &["三季度节点", "三季度", "第三季度", "第三季度节点", "Q3"],
            Column::Q4 => &["四季度节点", "四季度", "第四季度", "第四季度节点", "Q4"],
            Column::Leader => &["牵头市领导", "市领导", "牵头领导", "责任领导", "包联领导"],
            Column::Lead => &["牵头单位", "主责单位", "牵头部门"],
            Column::Supporting => &["配合单位", "协办单位", "配合部门", "责任单位"],
            Column::Due => &["完成时限", "时限", "完成时间", "办结时限"],
            Column::Claimed => &["自报数", "自报进展数", "自报完成数"],
            Column::ClaimedOn => &["自报截至", "自报截至日", "自报数截至"],
            Column::Progress => &["进展", "进展情况", "工作进展", "进展（自报）"],
            Column::Evidence => &["佐证", "佐证材料"],
            Column::Problems => &["存在问题", "问题"],
            Column::Next => &["下步措施", "下一步措施", "下步打算"],
            Column::Light => &["状态灯", "状态"],
            Column::Public => &["是否公开", "公开"],
            Column::Id => &["编号", "任务编号"],
            Column::Version => &["版本", "版本号"],
        }
    }

    pub fn header(self) -> &'static str {
        self.names().first().copied().unwrap_or("")
    }

    /// The column that a header means. White space, width, case and what stands
    /// in brackets do not matter.
    pub fn of_header(header: &str) -> Option<Column> {
        let wanted = plain(header);
        if wanted.is_empty() {
            return None;
        }
        Column::ALL
            .into_iter()
            .find(|column| column.names().iter().any(|name| plain(name) == wanted))
    }

    /// Width in characters of the sheet's font.
    pub fn width(self) -> u8 {
        match self {
            Column::Number => 5,
            Column::Passage => 36,
            Column::Kind => 9,
            Column::Task => 34,
            Column::Goal => 18,
            Column::Q1 | Column::Q2 | Column::Q3 | Column::Q4 => 11,
            Column::Leader => 9,
            Column::Lead => 15,
            Column::Supporting => 18,
            Column::Due | Column::ClaimedOn => 12,
            Column::Claimed => 13,
            Column::Progress | Column::Problems | Column::Next => 16,
            Column::Evidence => 14,
            Column::Light => 9,
            Column::Public => 6,
            Column::Id => 6,
            Column::Version => 5,
        }
    }

    /// What stands in a task's cell, the old values of amendments behind it.
    pub fn text(self, task: &Task) -> String {
        let mut text = self.now(task);
        for it in self.before(task) {
            text.push_str(&format!("\n原 {}{}", it.old, it.behind()));
        }
        text
    }

    /// The amendments whose old values this column shows.
    pub fn before(self, task: &Task) -> impl Iterator<Item = &WasAmended> {
        let here = move |it: &&WasAmended| match self {
            Column::Goal => !it.of_due && it.quarter.is_none(),
            Column::Due => it.of_due,
            Column::Q1 => it.quarter == Some(1),
            Column::Q2 => it.quarter == Some(2),
            Column::Q3 => it.quarter == Some(3),
            Column::Q4 => it.quarter == Some(4),
            _ => false,
        };
        task.amended.iter().filter(here)
    }

    /// What stands in a task's cell, as it is now.
    pub fn now(self, task: &Task) -> String {
        match self {
            Column::Number => task.number.to_string(),
            Column::Passage => format!("{}（第{}段）", task.passage, task.paragraph),
            Column::Kind => task.kind.name().zh,
            Column::Task => task.task.clone(),
            Column::Goal => task.goals.join("；"),
            Column::Q1 | Column::Q2 | Column::Q3 | Column::Q4 => {
                let quarter = Column::QUARTERS.iter().position(|q| *q == self);
                let node = quarter.and_then(|quarter| task.nodes.get(quarter));
                node.cloned().unwrap_or_default()
            }
            Column::Leader => task.leader.clone(),
            Column::Lead => task.lead.clone(),
            Column::Supporting => task.supporting.join("、"),
            Column::Due => match task.due {
                Some(due) => due.to_string(),
                None => task.due_words.clone(),
            },
            // One for each goal, in its place.
            Column::Claimed => task.claimed.join("；"),
            Column::ClaimedOn => match task.claimed_on {
                Some(on) => on.to_string(),
                None => String::new(),
            },
            Column::Progress => task.claim.progress.clone(),
            Column::Evidence => task.claim.evidence.clone(),
            Column::Problems => task.claim.problems.clone(),
            Column::Next => task.claim.next.clone(),
            Column::Light => {
                let mut lines = vec![light_word(task.light)];
                lines.extend(task.disputes.iter().cloned());
                lines.join("\n")
            }
            Column::Public => if task.public { "是" } else { "否" }.to_owned(),
            Column::Id => task.id.clone(),
            Column::Version => task.version.to_string(),
        }
    }
}

/// A light by colour and meaning, since a sheet may be printed black on white.
pub(super) fn light_word(light: Light) -> String {
    let colour = match light {
        Light::Blue => "蓝",
        Light::Green => "绿",
        Light::Yellow => "黄",
        Light::Red => "红",
        Light::Grey => "灰",
    };
    format!("{colour}·{}", light.name().zh)
}

fn plain(header: &str) -> String {
    let mut depth = 0_u32;
    folded(header)
        .chars()
        .filter(|c| match c {
            '(' | '[' | '【' | '〔' => {
                depth += 1;
                false
            }
            ')' | ']' | '】' | '〕' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0 && !c.is_whitespace() && *c != '*',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_found_by_each_of_its_names_and_no_name_means_two() {
        for column in Column::ALL {
            for name in column.names() {
                assert_eq!(Column::of_header(name), Some(column), "{name}");
            }
        }
        for (header, column) in [
            (" 牵头\n单位 ", Some(Column::Lead)),
            ("牵头单位（只填一个）*", Some(Column::Lead)),
            ("ｑ１", Some(Column::Q1)),
            ("年度目标值(单位)", Some(Column::Goal)),
            ("备注", None),
            ("", None),
            ("（）", None),
        ] {
            assert_eq!(Column::of_header(header), column, "{header}");
        }
    }
}
