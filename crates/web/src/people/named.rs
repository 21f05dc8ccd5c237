//! Units that commitments are given to: only those that the city has. A unit that is none
//! can neither be reminded nor object, and nobody would notice.

use youwei_account::{Account, Pick};
use youwei_decision::resolve::nearest;
use youwei_people::Offices;

use crate::fault::Fault;

/// Refuses units that the city of the report does not have. What a commitment has already
/// stays; of a report of another place the city's units say nothing.
pub(crate) fn check<'a>(
    account: &Account,
    ids: &[Pick],
    units: impl Iterator<Item = &'a str>,
    offices: &Offices,
) -> Result<(), Fault> {
    let place = account.report().map_or("", |it| it.place.as_str());
    let of_city = |name: &str| !place.is_empty() && name.starts_with(place);
    if !offices.units().any(|it| of_city(&it.name.zh)) {
        return Ok(());
    }
    for unit in units.map(str::trim).filter(|it| !it.is_empty()) {
        let has = |pick: &Pick| {
            let commitment = account.commitment(&pick.id);
            commitment.is_some_and(|it| {
                let mut all = it.lead.iter().chain(&it.supporting);
                all.any(|one| one == unit)
            })
        };
        if offices.unit_called(unit).is_none() && !ids.iter().all(has) {
            return Err(unknown(unit, offices));
        }
    }
    Ok(())
}

fn unknown(unit: &str, offices: &Offices) -> Fault {
    let names = offices.units().flat_map(|it| {
        let also = it.also.iter().map(|also| &**also);
        also.chain([it.name.zh.as_str()])
    });
    match nearest(unit, names) {
        Some(near) => Fault::invalid(
            format!("城市的单位里没有“{unit}”，是不是“{near}”？请改正后再办。"),
            format!("The city has no unit “{unit}”; is it “{near}”? Put it right and try again."),
        ),
        None => Fault::invalid(
            format!(
                "城市的单位里没有“{unit}”。请从列表中选一个；确有这个单位的，先请系统管理员加进城市的 units.toml。"
            ),
            format!(
                "The city has no unit “{unit}”. Choose one of the list; if there is such a unit, have it added to the city's units.toml first."
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use youwei_account::Account;
    use youwei_base::{Bilingual, Unit};

    use super::*;

    fn unit(id: &str, name: &str, also: &str) -> Unit {
        Unit {
            id: id.into(),
            name: Bilingual::new(name, id),
            also: vec![also.into()],
            above: None,
            area: serde_json::from_str("990100").unwrap(),
            duties: Vec::new(),
            source: "虚构".into(),
            vertical: false,
            roles: Vec::new(),
        }
    }

    #[test]
    fn a_unit_that_the_city_does_not_have_is_told_with_the_nearest() {
        let water = unit("water", "云泽市水利局", "市水利局");
        let offices = Offices::new([water], []);
        for (typed, says) in [
            ("市水力局", "是不是“市水利局”？"),
            ("火星殖民局", "请从列表中选一个"),
        ] {
            let said = unknown(typed, &offices).sentence;
            assert!(said.zh.contains(says), "{said}");
        }
        // Of no report, or of another city's, these units say nothing.
        let units = ["火星殖民局"].into_iter();
        assert!(check(&Account::default(), &[], units, &offices).is_ok());
    }
}
