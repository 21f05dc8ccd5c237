//! Forecasts in words: how one was made, or why there is none.

use youwei_base::{Bilingual, Decimal};

use super::{Basis, Forecast, Hidden, Verdict};

impl Hidden {
    /// Why there is no forecast.
    #[must_use]
    pub fn say(&self) -> Bilingual {
        let (zh, en) = match self {
            Hidden::Kind => (
                "比率、增速、差距和时点数不作预测：它们不是一件件加起来的，推算出来的只是猜测。".to_owned(),
                "Shares, growth, gaps and last values are never forecast: they do not add up, and what came out would be a guess.".to_owned(),
            ),
            Hidden::Zero => (
                "必须为零的指标不作预测：只看今天是不是零。".to_owned(),
                "What must be zero is never forecast: only today counts.".to_owned(),
            ),
            Hidden::AtOnce => (
                "一次完成的指标不作预测：此前没有进度可推。".to_owned(),
                "What comes at once is never forecast: there is no progress to go by.".to_owned(),
            ),
            Hidden::OneRecord => (
                "只看一条记录的不作预测：一件事的事实太少。".to_owned(),
                "One record alone is never forecast: it has too few facts.".to_owned(),
            ),
            Hidden::Over => (
                "时限已过，看实际的数。".to_owned(),
                "The due day is over: look at the figure.".to_owned(),
            ),
            Hidden::OtherYear => (
                "时限不在今年，不作预测：只推算到当年年底。".to_owned(),
                "The due day is in another year: nothing is forecast beyond this one.".to_owned(),
            ),
            Hidden::Undated => (
                "有的事实不知何时入账，或数额过大，不作预测。".to_owned(),
                "Of some facts it is not known when they came, or they are too large: no forecast.".to_owned(),
            ),
            Hidden::FewMonths { have, need } => (
                format!("今年过完并已报到的月份只有 {have} 个，不足 {need} 个，暂不预测。"),
                format!("Only {have} months of this year are over and told; it takes {need}."),
            ),
            Hidden::FewFacts { have, need } => (
                format!("今年的事实只有 {have} 条，不足 {need} 条，暂不预测。"),
                format!("There are only {have} facts this year; it takes {need}."),
            ),
            Hidden::DelayUnknown { have, need } => (
                format!("还看不出事实迟报多少：可比的月份只有 {have} 个，不足 {need} 个，暂不预测。"),
                format!("How late facts arrive is not known yet: {have} months were watched; it takes {need}."),
            ),
            Hidden::Early => (
                "按通常的进度，今年才开了个头，暂不预测。".to_owned(),
                "By its usual course the year has hardly begun: no forecast yet.".to_owned(),
            ),
            Hidden::NotRising => (
                "今年的累计数没有增加，推算不出年底。".to_owned(),
                "Nothing has been added this year, so there is nothing to go by.".to_owned(),
            ),
            Hidden::Stock => (
                "有增有减的存量不作预测：它不是一年里一件件加起来的。".to_owned(),
                "A stock that rises and falls is never forecast: it is not what a year brings.".to_owned(),
            ),
            Hidden::Stopped => (
                "近几个月，或一半以上的月份，没有新增，不作预测：已经列齐或停下的不会照着往前走。".to_owned(),
                "The last months, or half of them, brought nothing: what is complete or has stopped does not go on.".to_owned(),
            ),
            Hidden::Unfit => (
                "数过大，推算不了。".to_owned(),
                "The numbers are too large to be reckoned with.".to_owned(),
            ),
            Hidden::NotSet => (
                "当日的预测参数未配置，暂不预测。".to_owned(),
                "The numbers by which forecasts are made are not set for this day.".to_owned(),
            ),
        };
        Bilingual::new(zh, en)
    }
}

impl Verdict {
    /// What it says of the target.
    #[must_use]
    pub fn say(self) -> Bilingual {
        let (zh, en) = match self {
            Verdict::Likely => ("照此可以达到", "on course to keep it"),
            Verdict::Open => ("照此可能达到，也可能达不到", "it may be kept or missed"),
            Verdict::Unlikely => ("照此达不到", "on course to miss it"),
        };
        Bilingual::new(zh, en)
    }
}

impl Forecast {
    /// How it was made, `say` writing an amount.
    #[must_use]
    pub fn how(&self, say: &dyn Fn(Decimal) -> String) -> Bilingual {
        let percent = |share: Decimal| (share * Decimal::ONE_HUNDRED).round_dp(1).normalize();
        let months = self.months;
        let (known, share) = (percent(self.known), percent(self.share));
        let late = say(self.late.abs());
        let (late_zh, late_en) = match (self.late.is_zero(), self.late.is_sign_negative()) {
            (true, _) => (
                "事实到账及时，不再加迟报。".to_owned(),
                "Facts arrive in time, so nothing is added for late ones.".to_owned(),
            ),
            (false, false) => (
                format!(
                    "从入账时间看，最近一个月到今天通常只报到 {known}%，估计还有 {late} 已经发生、尚未报到，先加上。"
                ),
                format!(
                    "By the times of entry, {known}% of the last month is usually known by now; {late} are taken to have happened and not been told yet, and are added."
                ),
            ),
            (false, true) => (
                format!("从入账时间看，最近报到的数往往还会核减，先减去 {late}。"),
                format!(
                    "By the times of entry, what is told of late is usually corrected downwards; {late} are taken off."
                ),
            ),
        };
        let (basis_zh, basis_en) = match &self.basis {
            Basis::Years(years) => {
                let mut years: Vec<String> = years.iter().map(ToString::to_string).collect();
                years.reverse();
                (
                    format!(
                        "按 {} 年各月占全年的比重，到此应有全年的 {share}%。",
                        years.join("、")
                    ),
                    format!(
                        "By the months of {}, {share}% of a year is reached by then.",
                        years.join(", ")
                    ),
                )
            }
            Basis::Nodes => (
                format!("账本里还没有完整的往年，按声明的季度节点，到此应有全年的 {share}%。"),
                format!(
                    "The book holds no whole earlier year; by the declared quarter nodes {share}% of the year is reached by then."
                ),
            ),
            Basis::Even => (
                format!(
                    "账本里还没有完整的往年，也没有季度节点，按每天一样多，到此应有全年的 {share}%。"
                ),
                format!(
                    "The book holds no whole earlier year and no nodes are declared; each day counting the same, {share}% of the year is reached by then."
                ),
            ),
        };
        let a_month = say(self.a_month);
        Bilingual::new(
            format!(
                "依据今年前 {months} 个月（平均每月 {a_month}）。{late_zh}{basis_zh}区间由各月偏离这一比重的程度推算，约五次里有四次落在其中；是否如此，公开核对。预测不影响灯。"
            ),
            format!(
                "It rests on the first {months} months of this year ({a_month} a month). {late_en} {basis_en} The range comes from how far the months strayed from that course, and should hold in about four cases of five; whether it does is scored in public. A forecast never moves a light."
            ),
        )
    }
}
