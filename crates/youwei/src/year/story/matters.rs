//! The matters that are supervised and closed in the year: what they are called as a whole,
//! what is said of each, and how it goes.

/// How a matter goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The reminder is answered in time.
    Prompt,
    /// The feedback is returned once.
    Returned,
    /// Returned twice, which is noticed.
    Papers,
    /// The reminder is not answered; the order is.
    Order,
    /// Nor the order; the talk helps.
    Talk,
    /// Nor the talk; the unit is named in public.
    Notice,
    /// The unit asks for a review of the conclusion.
    Review,
}

/// A matter that is supervised.
pub struct Matter {
    /// Words by which the commitment is found.
    pub words: &'static str,
    /// What it is called.
    pub title: &'static str,
    pub unit: &'static str,
    /// Month and day of the reminder.
    pub on: (i8, i8),
    pub way: Way,
    /// What the unit answers.
    pub told: &'static str,
    /// What is concluded.
    pub concluded: &'static str,
}

/// A task that is closed.
pub struct Closing {
    pub words: &'static str,
    pub title: &'static str,
    pub unit: &'static str,
    /// Month and day of applying.
    pub on: (i8, i8),
    /// What was done.
    pub result: &'static str,
    /// Why the first check fails, if it does, and what is done about it.
    pub fails: Option<(&'static str, &'static str)>,
}

const fn of(
    (words, title, unit): (&'static str, &'static str, &'static str),
    on: (i8, i8),
    way: Way,
    told: &'static str,
    concluded: &'static str,
) -> Matter {
    Matter {
        words,
        title,
        unit,
        on,
        way,
        told,
        concluded,
    }
}

const fn closing(
    (words, title, unit): (&'static str, &'static str, &'static str),
    on: (i8, i8),
    result: &'static str,
    fails: Option<(&'static str, &'static str)>,
) -> Closing {
    Closing {
        words,
        title,
        unit,
        on,
        result,
        fails,
    }
}

/// All that is supervised.
pub const MATTERS: [Matter; 27] = [
    of(
        ("重大事故隐患动态清零", "重大事故隐患动态清零", "emergency"),
        (3, 18),
        Way::Prompt,
        "两处超期隐患已停产整改，三月底前验收，责任人为分管副局长",
        "超期隐患属实，停产措施到位，按台账逐处核对",
    ),
    of(
        (
            "等126个项目开工",
            "年内126个市级以上重点项目开工",
            "development-reform",
        ),
        (4, 15),
        Way::Prompt,
        "一季度少开工的项目逐个排了手续节点，四月补开十一个",
        "手续滞后属实，分月开工计划可行，按月核对开工认定",
    ),
    of(
        (
            "全年改造老旧小区126个",
            "改造老旧小区126个",
            "housing-construction",
        ),
        (5, 12),
        Way::Prompt,
        "已开工五十三个，其余受管线迁改影响，六月底前全部进场",
        "进度慢在管线迁改，协调方案可行，六月底核对进场数",
    ),
    of(
        ("完成营造林12万亩", "完成营造林12万亩", "agriculture-rural"),
        (5, 20),
        Way::Prompt,
        "春季造林完成七万二千亩，余下的雨季补栽，苗木已订足",
        "春造任务基本完成，雨季补栽计划可行，十月实测",
    ),
    of(
        (
            "5月底前完成43座",
            "5月底前完成43座小型水库除险加固",
            "water",
        ),
        (6, 3),
        Way::Order,
        "还有五座在做坝顶，七月中旬前完成，期间降低水位运行",
        "五座未完属实，降水位措施到位，完工一座核一座",
    ),
    of(
        (
            "入汛前完成12处",
            "入汛前完成12处城市易涝点整治",
            "urban-management",
        ),
        (6, 5),
        Way::Returned,
        "完成十处，两处地下管线冲突，强降雨时派泵车值守",
        "两处未完属实，值守措施可行，六月底前现场核对",
    ),
    of(
        ("整治背街小巷80条", "整治背街小巷80条", "urban-management"),
        (6, 16),
        Way::Prompt,
        "完工三十一条，施工四十条，九条七月进场",
        "进度与序时相当，九条未进场的按周核对",
    ),
    of(
        (
            "望澜大桥6月底前建成投用",
            "望澜大桥6月底前建成投用",
            "transport",
        ),
        (7, 3),
        Way::Prompt,
        "主桥六月二十二日交工验收，引桥照明七月十日通电后开放",
        "交工属实，以竣工认定为准，通车后核验",
    ),
    of(
        (
            "6月底前发布首批应用场景清单",
            "6月底前发布首批应用场景清单",
            "science-technology",
        ),
        (7, 6),
        Way::Returned,
        "八个场景已完成论证，七月分批发布，先工业四个",
        "没有按期发布属实，七月底前核对场景清单台账",
    ),
    of(
        (
            "上半年全面完成开发区管理机构改革",
            "上半年全面完成开发区管理机构改革",
            "investment-promotion",
        ),
        (7, 7),
        Way::Talk,
        "三定方案已报编办，人员分流方案征求意见中",
        "上半年没有完成属实，限三十日内印发三定方案",
    ),
    of(
        (
            "筹集人才公寓2000套",
            "筹集人才公寓2000套",
            "housing-construction",
        ),
        (7, 9),
        Way::Prompt,
        "已筹集八百六十套，两处存量房源八月完成收储",
        "存量收储可行，按房源清单逐套核对",
    ),
    of(
        (
            "等48个项目竣工",
            "年内48个市级以上重点项目竣工",
            "development-reform",
        ),
        (7, 10),
        Way::Review,
        "上半年完工的两个项目验收资料在走备案，七月补齐",
        "竣工数以备案后的认定为准，上半年少两个属实",
    ),
    of(
        (
            "更新老旧电梯150部",
            "更新老旧电梯150部",
            "housing-construction",
        ),
        (7, 14),
        Way::Returned,
        "签约一百三十二部，安装六十一部，厂家排产到九月",
        "排产属实，按安装监检报告逐部核对",
    ),
    of(
        (
            "全年开行中欧班列200列以上",
            "全年开行中欧班列200列以上",
            "commerce",
        ),
        (7, 15),
        Way::Prompt,
        "上半年开行一百零二列，下半年线路和舱位已与口岸落实",
        "进度过半属实，重复登记的一列已撤销，按月核对运单",
    ),
    of(
        (
            "整治入河排污口260个",
            "整治入河排污口260个",
            "ecology-environment",
        ),
        (7, 21),
        Way::Prompt,
        "整治一百五十八个，余下的集中在青禾、岭原两县，已派驻点组",
        "余量集中两县属实，驻点措施可行，按口销号",
    ),
    of(
        (
            "年内签约亿元以上项目260个",
            "年内签约亿元以上项目260个",
            "investment-promotion",
        ),
        (7, 22),
        Way::Prompt,
        "上半年签约一百二十六个，同时清理久签未开的，延期和终止逐个说明",
        "签约数属实；开工率偏低，按签约月份逐个过堂",
    ),
    of(
        (
            "改造农村户厕1.5万户",
            "改造农村户厕1.5万户",
            "agriculture-rural",
        ),
        (8, 11),
        Way::Prompt,
        "改造八千七百户，缺水村改用旱厕方案，十月底前完成",
        "技术方案调整合理，按户抽查使用情况",
    ),
    of(
        (
            "全年接待游客突破3000万人次",
            "全年接待游客突破3000万人次",
            "culture-tourism",
        ),
        (8, 13),
        Way::Prompt,
        "上半年接待一千五百二十万人次，暑期活动和秋季节会已排定",
        "数据待统计部门核定，按季度公布数核对",
    ),
    of(
        (
            "新增省级专精特新中小企业40家",
            "新增省级专精特新中小企业40家",
            "industry-information",
        ),
        (8, 18),
        Way::Prompt,
        "推荐五十六家，省里九月公布名单",
        "申报属实，以省里公布的名单为准",
    ),
    of(
        ("年内新改扩建学校32所", "年内新改扩建学校32所", "education"),
        (8, 20),
        Way::Returned,
        "建成二十一所，八所装修，三所调整到寒假施工",
        "三所延后属实，开学前核对二十一所使用情况",
    ),
    of(
        (
            "云锦路小学8月底前建成投用",
            "市第三中学高铁新区校区、云锦路小学8月底前建成投用",
            "education",
        ),
        (9, 2),
        Way::Prompt,
        "云锦路小学操场返工，九月十一日验收，开学先借用邻校",
        "晚了十一天属实，借用期间的校车安排到位，验收后核对",
    ),
    of(
        (
            "新建和改造提升高标准农田18万亩",
            "新建和改造提升高标准农田18万亩",
            "agriculture-rural",
        ),
        (9, 8),
        Way::Order,
        "完成九万八千亩，秋收后全面施工，机具和队伍已落实",
        "秋收前进度慢属实，冬前完成计划可行，按地块核对",
    ),
    of(
        (
            "修复历史遗留矿山2300亩",
            "修复历史遗留矿山2300亩",
            "ecology-environment",
        ),
        (9, 16),
        Way::Prompt,
        "修复一千六百亩，西塬两处边坡复绿十月补种",
        "边坡补种属实，十一月看成活率",
    ),
    of(
        (
            "全部清偿台账内无分歧的拖欠中小企业账款6.8亿元",
            "9月30日前全部清偿台账内无分歧欠款6.8亿元",
            "industry-information",
        ),
        (10, 9),
        Way::Notice,
        "已清偿四亿一千万元，余下的按旬付款，十二月二十日前清零",
        "到期没有清完属实，清偿计划可行，按旬核对付款凭证",
    ),
    of(
        (
            "艾洛森精密传动项目三季度开工",
            "艾洛森精密传动项目三季度开工",
            "commerce",
        ),
        (10, 10),
        Way::Papers,
        "已派专班驻场，协调投资方进场",
        "三季度没有开工属实，照片是别处用过的，按新的日期核查",
    ),
    of(
        (
            "年度完成投资650亿元以上",
            "年度完成重点项目投资650亿元以上",
            "development-reform",
        ),
        (10, 13),
        Way::Prompt,
        "前三季度支出慢的二十个项目已约谈，四季度资金按进度拨付",
        "拨付滞后属实，按月报和支付凭证核对",
    ),
    of(
        (
            "10月底前完成十四个乡镇",
            "10月底前完成十四个乡镇污水处理设施提标改造",
            "ecology-environment",
        ),
        (11, 2),
        Way::Order,
        "完成十一个，三个乡镇设备十一月二十日前投运",
        "三个未完属实，投运后现场核验",
    ),
];

/// All that is closed.
pub const CLOSINGS: [Closing; 10] = [
    closing(
        ("5月底前完成43座", "43座小型水库除险加固", "water"),
        (7, 16),
        "43座全部完工，蓄水验收合格",
        None,
    ),
    closing(
        ("入汛前完成12处", "12处城市易涝点整治", "urban-management"),
        (7, 8),
        "12处全部完成整治",
        Some((
            "有两处泵站没有通电，与照片不符",
            "两处泵站已通电，试运行三天",
        )),
    ),
    closing(
        (
            "6月底前发布首批应用场景清单",
            "发布首批应用场景清单",
            "science-technology",
        ),
        (8, 3),
        "首批八个场景七月发布，均可在场景清单查到",
        None,
    ),
    closing(
        ("望澜大桥6月底前建成投用", "望澜大桥建成投用", "transport"),
        (8, 10),
        "竣工认定以后开放通行",
        None,
    ),
    closing(
        (
            "云锦路小学8月底前建成投用",
            "市第三中学高铁新区校区、云锦路小学建成投用",
            "education",
        ),
        (9, 14),
        "两所学校均已验收，学生入学",
        None,
    ),
    closing(
        ("整治背街小巷80条", "整治背街小巷80条", "urban-management"),
        (9, 21),
        "80条完工，居民代表签字验收",
        None,
    ),
    closing(
        (
            "更新老旧电梯150部",
            "更新老旧电梯150部",
            "housing-construction",
        ),
        (10, 12),
        "150部更新完成，监检合格",
        Some(("抽看监检报告，两部没有合格证", "两部已补做监检，取得合格证")),
    ),
    closing(
        ("完成营造林12万亩", "完成营造林12万亩", "agriculture-rural"),
        (10, 20),
        "实测十二万一千亩，成活率八成六",
        None,
    ),
    closing(
        (
            "新增省级专精特新中小企业40家",
            "新增省级专精特新中小企业40家",
            "industry-information",
        ),
        (10, 27),
        "省里公布名单，本市四十三家",
        None,
    ),
    closing(
        (
            "整治入河排污口260个",
            "整治入河排污口260个",
            "ecology-environment",
        ),
        (11, 9),
        "260个逐口销号，水质断面达标",
        None,
    ),
];
