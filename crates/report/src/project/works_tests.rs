//! Sentences of an invented city, and what its book of projects should be offered.

use proptest::prelude::*;

use super::works::{NotAWork, works};

/// What is proposed, then what is set apart, from words and the names read in them.
fn both(words: &str, read: &[(&str, &str)]) -> (Vec<String>, Vec<(String, NotAWork)>) {
    let (mut kept, mut apart) = (Vec::new(), Vec::new());
    for work in works(words, read) {
        match work.apart {
            None => kept.push(work.name),
            Some(why) => apart.push((work.name, why)),
        }
    }
    (kept, apart)
}

#[test]
fn a_work_is_named_without_the_sentence_around_it() {
    for (words, read, name, action) in [
        (
            "推动总投资2亿美元的海宁风机项目三季度开工",
            "海宁风机项目三季度",
            "海宁风机项目",
            "开工",
        ),
        (
            "推动总投资2亿美元的海宁风机项目三季度开工",
            "总投资2亿美元的海宁风机项目",
            "海宁风机项目",
            "开工",
        ),
        (
            "青杨路小学8月底前建成投用",
            "青杨路小学8月底前",
            "青杨路小学",
            "建成投用",
        ),
        (
            "建成投用南屏污水处理厂",
            "投用南屏污水处理厂",
            "南屏污水处理厂",
            "建成",
        ),
        (
            "北岭至松口高速公路年内开工",
            "北岭至松口高速公路年内",
            "北岭至松口高速公路",
            "开工",
        ),
        (
            "年内建成北岭文化馆",
            "年内建成北岭文化馆",
            "北岭文化馆",
            "建成",
        ),
        (
            "9月底前建成松口大桥",
            "9月底前建成松口大桥",
            "松口大桥",
            "建成",
        ),
        ("加快松口产业园建设", "松口产业园建设", "松口产业园", "加快"),
        ("加快 12 中南校区建设", "12 中南校区", "12中南校区", "加快"),
        (
            "开工建设北岭电池二期",
            "北岭电池二期",
            "北岭电池二期",
            "开工建设",
        ),
        (
            "三合重工产业园开工",
            "三合重工产业园",
            "三合重工产业园",
            "开工",
        ),
        (
            "十里铺水库2027年底竣工",
            "十里铺水库2027年底",
            "十里铺水库",
            "竣工",
        ),
        (
            "支持松口未来产业城建设",
            "松口未来产业城",
            "松口未来产业城",
            "支持",
        ),
        (
            "开展松口通用机场前期工作",
            "松口通用机场",
            "松口通用机场",
            "开展",
        ),
    ] {
        assert_eq!(
            both(words, &[(read, action)]),
            (vec![name.to_owned()], vec![]),
            "{words}"
        );
    }
}

#[test]
fn what_is_no_work_is_set_apart_with_the_reason() {
    use NotAWork::{Counted, Exists, Means, Several};
    for (words, name, action, why) in [
        ("年内建成3至5个中试平台", "3至5个中试平台", "建成", Counted),
        (
            "每个乡镇建成1个养老服务中心",
            "1个养老服务中心",
            "建成",
            Counted,
        ),
        (
            "推进北岭、松口 9 座绿色矿山建设",
            "北岭、松口 9 座绿色矿山",
            "推进",
            Counted,
        ),
        (
            "加快白鹭河等重点河流治理",
            "白鹭河等重点河流治理",
            "加快",
            Several,
        ),
        ("推出惠企政策库", "惠企政策库", "", Means),
        ("建设评审专家库", "评审专家库", "建设", Means),
        ("开通96123服务热线", "96123服务热线", "", Means),
        (
            "推进县级公立医院改革项目",
            "县级公立医院改革项目",
            "推进",
            Means,
        ),
        ("建设国家创新示范区", "国家创新示范区", "建设", Means),
        ("完善松口陆港口岸功能", "松口陆港", "完善", Exists),
        ("提升松口陆港集疏运能力", "松口陆港", "提升", Exists),
        ("支持北岭学院与企业共建实训中心", "北岭学院", "支持", Exists),
        ("加强白鹭湖生态带建设", "白鹭湖生态带", "", Exists),
        ("实施北岭片区发展提升行动", "北岭片区", "实施", Exists),
        (
            "扎实推进北岭古城遗址考古发掘工作",
            "北岭古城遗址考古发掘",
            "扎实推进",
            Exists,
        ),
        ("办好12345热线平台", "12345热线平台", "办好", Exists),
    ] {
        let apart = both(words, &[(name, action)]).1;
        let reasons: Vec<NotAWork> = apart.into_iter().map(|(_, why)| why).collect();
        assert_eq!(reasons, [why], "{words}");
        assert!(why.why().zh.ends_with('。'));
    }
}

#[test]
fn works_of_one_list_are_found_beside_those_that_were_read() {
    let words = "其中北岭轴承、市第二医院东院区、松口数控机床等48个项目竣工";
    let read = [("市第二医院东院区", "竣工")];
    let names = ["北岭轴承", "市第二医院东院区", "松口数控机床"];
    assert_eq!(both(words, &read).0, names);
    assert_eq!(both(words, &[]).0, names);
    assert_eq!(
        works(words, &[]).first().map(|it| it.action.as_str()),
        Some("竣工")
    );
}

#[test]
fn a_clause_that_says_what_is_finished_names_it() {
    for (words, names) in [
        ("鹭鸣大桥6月底前建成投用", vec!["鹭鸣大桥"]),
        ("加快松口北站站房改造", vec!["松口北站站房改造"]),
        (
            "鹭鸣大桥年底前通车，加快松口北站站房改造",
            vec!["鹭鸣大桥", "松口北站站房改造"],
        ),
        // Kinds of work, rates and numbers are no names.
        ("一批重点项目建成投产", vec![]),
        ("确保重大工程按期开工", vec![]),
        ("改造老旧小区126个", vec![]),
        ("推动重点行业节能降碳改造", vec![]),
        ("完成农村危房改造", vec![]),
        ("实施普通国省道改造65公里", vec![]),
        ("当年签约项目开工率达到60%以上", vec![]),
        ("上述任务6月底前全部落地", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(both(words, &[]).0, names, "{words}");
    }
}

#[test]
fn a_joint_name_is_taken_apart_where_what_is_shared_is_certain() {
    for (words, name, want) in [
        (
            "加快北岭、松口抽水蓄能电站建设",
            "北岭、松口抽水蓄能电站",
            vec!["北岭抽水蓄能电站", "松口抽水蓄能电站"],
        ),
        (
            "加快市档案馆、北岭图书馆建设",
            "北岭博物馆、松口图书馆",
            vec!["北岭博物馆", "松口图书馆"],
        ),
        (
            "推动北岭、松口协同打造航空双枢纽",
            "北岭、松口协同打造航空双枢纽",
            vec!["北岭、松口协同打造航空双枢纽"],
        ),
        (
            "推进北岭旧城、松口老街有机更新",
            "北岭旧城、松口老街有机更新",
            vec!["北岭旧城、松口老街有机更新"],
        ),
    ] {
        assert_eq!(both(words, &[(name, "推进")]).0, want, "{words}");
    }
}

#[test]
fn no_name_is_given_twice_and_none_is_empty() {
    assert_eq!(
        both(
            "北岭大桥建成通车",
            &[("北岭大桥", "建成通车"), ("北岭大桥", "建成")]
        )
        .0,
        ["北岭大桥"]
    );
    assert_eq!(
        both("第二季度开工", &[("第二季度", "开工")]).0,
        Vec::<String>::new()
    );
}

proptest! {
    /// Whatever the words and wherever a name is said to stand: names are trimmed, are no
    /// more than was printed but for what joint names share, and none stands twice.
    #[test]
    fn any_words_give_names_that_stand_in_them(
        words in "[云松口北岭大桥、等的第年月底前二三0-9个项目开工建成，“” 改造加快]{0,60}",
        from in 0_usize..40,
        size in 0_usize..20,
    ) {
        let name: String = words.chars().skip(from).take(size).collect();
        let found = works(&words, &[(&name, "开工")]);
        let inked: String = words.split_whitespace().collect();
        let mut seen = std::collections::BTreeSet::new();
        for work in &found {
            prop_assert!(work.name.chars().count() >= 2);
            prop_assert!(seen.insert(work.name.clone()));
            let joint = words.contains('、');
            let plain: String = work.name.split_whitespace().collect();
            prop_assert!(joint || inked.contains(&plain), "{} in {}", work.name, words);
        }
    }
}
