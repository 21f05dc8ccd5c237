//! The people of the story beside those of the sample city: one in each unit that runs
//! projects or clears lists. The system administrator makes them known, the security
//! administrator gives them their posts.

/// Id, name, unit and roles of somebody.
pub type Somebody = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const INVESTS: &[&str] = &["investment-clerk", "project-clerk"];
const ALL: &[&str] = &["project-clerk", "list-clerk", "investment-clerk"];
const REVIEWS: &[&str] = &["investment-reviewer"];
const BOTH: &[&str] = &["project-clerk", "list-clerk"];

/// All of them; the names are invented.
pub const CAST: [Somebody; 18] = [
    ("tang-lei", "唐磊", "transport", BOTH),
    ("gu-yan", "顾燕", "water", BOTH),
    ("qin-hao", "秦浩", "industry-information", ALL),
    ("yu-ting", "于婷", "education", BOTH),
    ("shen-bo", "沈波", "health", BOTH),
    ("lu-xue", "陆雪", "culture-tourism", BOTH),
    ("fang-zhou", "方舟", "commerce", BOTH),
    ("mei-lan", "梅岚", "agriculture-rural", BOTH),
    ("bai-yang", "白杨", "development-reform", BOTH),
    ("jiang-tao", "江涛", "investment-promotion", BOTH),
    (
        "cheng-cheng",
        "程澄",
        "urban-management",
        &["project-clerk"],
    ),
    ("du-juan", "杜鹃", "ecology-environment", BOTH),
    ("shi-lei", "石雷", "emergency", BOTH),
    ("ning-yuan", "宁远", "science-technology", ALL),
    ("he-qing", "贺青", "dongling", INVESTS),
    ("xie-ning", "谢宁", "lanchuan", INVESTS),
    ("kong-yi", "孔毅", "ecology-environment", REVIEWS),
    ("lei-ming", "雷鸣", "justice", REVIEWS),
];
