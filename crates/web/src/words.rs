//! Every label of the pages, in Chinese and in English. Whole sentences that are said
//! in one place only stand there, as a [`Bilingual`].

use youwei_base::Bilingual;

/// The language of a page. The report's own text stays Chinese in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// From an address or a cookie.
    pub fn parse(key: &str) -> Option<Lang> {
        match key {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The word used for it in addresses.
    pub fn key(self) -> &'static str {
        self.pick("zh", "en")
    }

    /// The value of the `lang` attribute.
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    pub fn other(self) -> Lang {
        self.pick(Lang::En, Lang::Zh)
    }

    /// One of two.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A sentence in this language.
    pub fn of(self, sentence: &Bilingual) -> &str {
        self.pick(&sentence.zh, &sentence.en)
    }

    /// A name in this language, from a freshly made pair.
    pub fn own(self, sentence: Bilingual) -> String {
        self.pick(sentence.zh, sentence.en)
    }

    /// A label in this language.
    pub fn say(self, word: Word) -> &'static str {
        self.pick(word.zh, word.en)
    }
}

/// One label in both languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub zh: &'static str,
    pub en: &'static str,
}

macro_rules! words {
    ($($name:ident = $zh:literal, $en:literal;)*) => {
        $(pub(crate) const $name: Word = Word { zh: $zh, en: $en };)*

        /// Every label, for the test that none is forgotten in one language.
        #[cfg(test)]
        const EVERY: &[(&str, Word)] = &[$((stringify!($name), $name),)*];
    };
}

words! {
    YOUWEI = "有为", "Youwei";
    SKIP = "跳到正文", "Skip to the text";
    NAV_LABEL = "主导航", "Main";
    REPORT = "报告", "Report";
    COMMITMENTS = "承诺台账", "Commitments";
    OVERVIEW = "一览", "Overview";
    WORK = "待办", "My work";
    SYSTEMS = "业务系统", "Systems";
    DECISIONS = "决策规则", "Decisions";
    ENTRY_SHORT = "账本 #", "entry #";
    PREVIOUS_PAGE = "上一页", "Previous";
    NEXT_PAGE = "下一页", "Next";
    PLAN = "分工方案", "Division plan";
    LOG = "账本", "Ledger";
    REPORTS = "收入报告", "Take in a report";
    SEARCH = "搜索", "Search";
    SEARCH_HINT = "搜索承诺、项目、单位", "Search commitments, works, units";
    SIGN = "登录", "Sign in";
    SIGN_OUT = "退出", "Sign out";
    USER_ID = "账号", "User id";
    PASSWORD = "口令", "Password";
    OWN_ACCOUNT = "我的账号", "My account";
    USERS = "用户", "Users";
    POSTS = "岗位", "Posts";
    UNPROVED = "自填署名，未核验", "written by themselves, not proved";
    NAME = "姓名", "Name";
    UNIT = "单位", "Unit";
    OPEN = "打开", "Open";
    CLEAR = "清除筛选", "Clear filters";
    FILTER = "筛选", "Filter";
    ANY_LIGHT = "灯：全部", "Light: all";
    ANY_UNIT = "单位：全部", "Unit: all";
    ANY_PLACE = "地区：全部", "Place: all";
    ANY_KIND = "类别：全部", "Kind: all";
    ANY_SECTION = "章节：全部", "Section: all";
    ANY_STATUS = "状态：全部", "Status: all";
    ANY_OWNER = "牵头：全部", "Lead: any";
    HAS_OWNER = "已定牵头", "with a lead";
    NO_OWNER = "未定牵头", "without a lead";
    OUTLINE = "目录", "Outline";
    CARDS = "承诺卡片", "Cards";
    ORIGINAL = "原文", "In the report";
    LIGHT = "灯", "Light";
    KIND = "类别", "Kind";
    STATUS = "状态", "Status";
    SECTION = "章节", "Section";
    WHAT = "承诺", "Commitment";
    ABOUT_WHAT = "关于", "About";
    TARGET = "目标", "Target";
    TARGETS = "指标", "Targets";
    LEAD = "牵头单位", "Lead unit";
    LEAD_SHORT = "牵头", "Lead";
    SUPPORTING = "配合单位", "Supporting units";
    SUPPORTING_SHORT = "配合", "Support";
    LEADER = "牵头市领导", "Leader";
    DUE = "完成时限", "Due";
    DUE_SHORT = "时限", "Due";
    HOW = "灯怎么算", "How the light is computed";
    EVIDENCE = "依据", "Evidence";
    NO_EVIDENCE = "还没有：没有任何系统的记录说到它", "none yet: no system's record speaks of it";
    NOT_SET = "未定", "not set";
    NOT_SAID = "原文未写", "not in the text";
    SUGGESTED = "建议", "suggested";
    ASSIGN = "指定单位", "Assign";
    ACTION = "动作", "Action";
    PLACES = "地区", "Places";
    PROJECTS = "工程项目", "Named works";
    ENTRY = "第几条", "Entry";
    HASH = "哈希", "Hash";
    PROVE = "证明此条", "Prove this";
    TIME = "时间", "Time";
    WHO = "谁", "Who";
    CHANGED = "改了什么", "What changed";
    WHY = "理由", "Reason";
    WHY_OPTIONAL = "理由（可不填）", "Reason (optional)";
    WHY_CHANGED = "理由（改动已定的节点或推迟时必填）", "Reason (needed to change a node or put a day off)";
    WHY_NEEDED = "理由（必填）", "Reason (needed)";
    HISTORY = "修改记录", "History";
    CONFIRM = "确认", "Confirm";
    REJECT = "不作为承诺", "Not a commitment";
    RESTORE = "恢复", "Restore";
    CORRECT = "更正", "Correct";
    SPLIT = "拆分", "Split";
    MERGE = "合并", "Merge";
    SCHEDULE = "排期", "Schedule";
    PUBLISH = "公开", "Publish";
    HIDE = "不公开", "Hide";
    ACCEPT = "采用", "Accept";
    SUBJECT = "对象", "Subject";
    OPERATOR = "比较", "Compare";
    UNIT_OF_TARGET = "计量单位", "Unit";
    VALUE = "数值（可写 650亿）", "Value";
    VALUE2 = "上限", "Upper end";
    MEASURE = "指标类型", "Measure";
    MENTION = "原文写法", "As printed";
    SELECTED = "已选", "selected";
    CHOOSE_FILE = "选择文件", "Choose a file";
    PREVIEW = "预览", "Preview";
    APPLY = "确认写入", "Apply";
    DOWNLOAD = "导出", "Export";
    IMPORT = "导入已修改的方案", "Import the filled-in plan";
    ROW = "行", "Row";
    OUTCOME = "结果", "Outcome";
    REMARKS = "阅读备注", "Reader's remarks";
    OLDER = "更早", "Older";
    NEWER = "更新", "Newer";
    KIND_OF_EVENT = "事件", "Event";
    COUNT = "项数", "Count";
    MONTH = "月份", "Month";
    NUMBER = "序号", "No.";
    PREVIOUS = "上一项", "Previous";
    NEXT = "下一项", "Next";
    MEASURES = "口径", "Measures";
    UNBOUND = "还没有口径的", "Without a measure";
    NOT_BOUND = "未对应", "not bound";
    BIND = "对应", "Bind";
    BIND_OTHER = "另选口径", "Choose another measure";
    BIND_MORE = "再加一个口径", "Add a measure";
    UNBIND = "解除对应", "Unbind";
    FIGURES = "数与口径", "Figures";
    TODAY = "今天", "Today";
    FACTS = "依据条数", "Facts";
    FACTS_BEHIND = "每一条依据", "Every fact behind it";
    NO_FACTS = "无事实", "no facts";
    CLAIMED = "单位自报", "The unit claims";
    DISPUTES = "对灯的异议", "Objections to the light";
    SOURCE = "来源", "Source";
    HOW_COMPUTED = "怎么算", "How it is computed";
    MEASURED_BY = "口径", "Measured by";
    CHECK = "查证", "Check";
    OR_PASTE = "或粘贴全文", "Or paste the whole text";
}

/// A count with its noun.
pub(crate) fn commitments(lang: Lang, n: usize) -> String {
    match (lang, n) {
        (Lang::Zh, n) => format!("{n} 项承诺"),
        (Lang::En, 1) => "1 commitment".to_owned(),
        (Lang::En, n) => format!("{n} commitments"),
    }
}

/// How many facts stand behind something.
pub(crate) fn facts(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::Zh, n) => format!("{n} 条依据"),
        (Lang::En, 1) => "1 fact".to_owned(),
        (Lang::En, n) => format!("{n} facts"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_said_in_both_languages() {
        for (name, word) in EVERY {
            let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            assert!(word.zh.chars().any(chinese), "{name}: {}", word.zh);
            assert!(!word.en.is_empty(), "{name}");
            assert!(!word.en.chars().any(chinese), "{name}: {}", word.en);
        }
    }
}
