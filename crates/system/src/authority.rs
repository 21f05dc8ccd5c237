//! Who may do what to which record: role and reach, before any look at the input.

use youwei_base::{Actor, AreaCode, PUBLIC, Reach, RoleClass};
use youwei_decision::value::Value;

use crate::declaration::{Action, ActionAt, System};
use crate::notice;
use crate::record::Record;
use crate::town::Town;
use crate::wish::{Moment, Refusal, RefusalKind};

/// Whose a record is and where, as far as reach asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Belongs<'a> {
    /// The unit that it belongs to.
    pub unit: &'a str,
    /// Where it is, if that is known.
    pub place: Option<AreaCode>,
}

/// The place whose code a value is.
pub(crate) fn area_of(value: &Value) -> Option<AreaCode> {
    match value {
        Value::String(code) => code.parse().ok().map(AreaCode),
        _ => None,
    }
}

/// Whose a record with these values is: where nothing is filled in, the keeper's.
pub(crate) fn belongs<'a>(
    system: &'a System,
    value: impl Fn(usize) -> Option<&'a Value>,
) -> Belongs<'a> {
    let unit = match system.owner.and_then(&value) {
        Some(Value::String(unit)) => unit,
        _ => &system.keeper,
    };
    let place = system.place.and_then(&value).and_then(area_of);
    Belongs { unit, place }
}

/// The unit that a record belongs to: the one in its field of the owner, or the keeper.
#[must_use]
pub fn unit_of<'a>(system: &'a System, record: &'a Record) -> &'a str {
    belongs(system, |field| record.values.get(field)).unit
}

/// Whether the actor's role is among those that may take the action at all.
pub(crate) fn role_may(action: &Action, actor: &Actor, town: &dyn Town) -> Result<(), Refusal> {
    if role_fits(action, actor, town) {
        return Ok(());
    }
    let name = |id: &str| town.role(id).map(|it| it.name.clone());
    let all: Vec<_> = action.by.iter().filter_map(|id| name(id)).collect();
    let zh: Vec<&str> = all.iter().map(|it| it.zh.as_str()).collect();
    let en: Vec<&str> = all.iter().map(|it| it.en.as_str()).collect();
    Err(Refusal::of(
        RefusalKind::Forbidden,
        format!(
            "“{}”由{}办理，您现在的角色不能办；请换用相应角色登录，或转请他们办理。",
            action.name.zh,
            match zh.is_empty() {
                true => "尚未设立的角色".to_owned(),
                false => zh.join("、"),
            }
        ),
        format!(
            "“{}” is for {}, which your present role is not; sign in with that role or pass it on to them.",
            action.name.en,
            match en.is_empty() {
                true => "a role that the city does not have yet".to_owned(),
                false => en.join(", "),
            }
        ),
    ))
}

fn role_fits(action: &Action, actor: &Actor, town: &dyn Town) -> bool {
    let business = || {
        let role = town.role(&actor.role);
        role.is_some_and(|it| it.class == RoleClass::Business)
    };
    action.by.iter().any(|it| &**it == PUBLIC) || action.by.contains(&actor.role) && business()
}

/// Whether the action reaches a record that belongs so.
pub(crate) fn reaches(
    system: &System,
    action: &Action,
    belongs: Belongs<'_>,
    record: Option<&Record>,
    actor: &Actor,
    town: &dyn Town,
) -> Result<(), Refusal> {
    if !action.by.contains(&actor.role) || &*actor.role == PUBLIC {
        // Let in by `public`, which knows no unit.
        return Ok(());
    }
    let role = town.role(&actor.role);
    let Some(reach) = action.reach.or(role.map(|it| it.reach)) else {
        return role_may(action, actor, town);
    };
    match fits(reach, system, belongs, record, actor, town) {
        true => Ok(()),
        false => Err(out_of_reach(system, action, reach, belongs, town)),
    }
}

/// Whether a record that belongs so lies within a reach of the actor.
fn fits(
    reach: Reach,
    system: &System,
    belongs: Belongs<'_>,
    record: Option<&Record>,
    actor: &Actor,
    town: &dyn Town,
) -> bool {
    let unit = &*actor.unit;
    match reach {
        Reach::All => true,
        Reach::Keeper => unit == &*system.keeper,
        Reach::Own => unit == belongs.unit || record.is_some_and(|it| escalated_to(it, unit)),
        Reach::Area => {
            let at = belongs
                .place
                .or_else(|| town.unit(belongs.unit).map(|it| it.area));
            match (at, actor.area) {
                (Some(at), Some(area)) => town.within(at, area),
                _ => false,
            }
        }
    }
}

/// Whether a clock of the record ran out and took the case up to this unit.
fn escalated_to(record: &Record, unit: &str) -> bool {
    let open = record.clocks.iter().filter(|it| it.stopped.is_none());
    !unit.is_empty()
        && open
            .into_iter()
            .any(|it| it.escalated.as_deref() == Some(unit))
}

fn out_of_reach(
    system: &System,
    action: &Action,
    reach: Reach,
    belongs: Belongs<'_>,
    town: &dyn Town,
) -> Refusal {
    let name = |id: &str| match town.unit(id) {
        Some(unit) => unit.name.clone(),
        None => youwei_base::Bilingual::new(id, id),
    };
    let (zh, en) = match reach {
        Reach::Keeper => {
            let keeper = name(&system.keeper);
            (
                format!("只能由主管单位{}办理", keeper.zh),
                format!("is for the keeper, {}", keeper.en),
            )
        }
        Reach::Area => (
            "只能办理本地区的".to_owned(),
            "reaches those in your own area only".to_owned(),
        ),
        Reach::Own | Reach::All => {
            let owner = name(belongs.unit);
            (
                format!("只能办理本单位的，而这一条属于{}", owner.zh),
                format!(
                    "reaches those of your own unit, and this one belongs to {}",
                    owner.en
                ),
            )
        }
    };
    Refusal::of(
        RefusalKind::Forbidden,
        format!("“{}”{zh}；请转请该单位办理。", action.name.zh),
        format!("“{}” {en}; pass it on to them.", action.name.en),
    )
}

/// Whether the stage allows it: an action that opens a record takes none, any other one a
/// record in one of its stages.
pub(crate) fn stage_fits(
    system: &System,
    action: &Action,
    record: Option<&Record>,
) -> Result<(), Refusal> {
    let Some(record) = record else {
        return match action.from.is_empty() {
            true => Ok(()),
            false => Err(Refusal::of(
                RefusalKind::Conflict,
                format!("“{}”要对一条已有的台账办理；请先打开它。", action.name.zh),
                format!("“{}” is done to a record; open one first.", action.name.en),
            )),
        };
    };
    if action.from.is_empty() {
        return Err(Refusal::of(
            RefusalKind::Conflict,
            format!(
                "“{}”是新开一条台账，不能对已有的办理；请从列表新建。",
                action.name.zh
            ),
            format!(
                "“{}” opens a new record; do it from the list.",
                action.name.en
            ),
        ));
    }
    if record.stage.is_some_and(|it| action.from.contains(&it)) {
        return Ok(());
    }
    let stages = || action.from.iter().filter_map(|at| system.stages.get(*at));
    let zh: Vec<&str> = stages().map(|it| it.name.zh.as_str()).collect();
    let en: Vec<&str> = stages().map(|it| it.name.en.as_str()).collect();
    let now = record.stage.and_then(|at| system.stages.get(at));
    Err(Refusal::of(
        RefusalKind::Conflict,
        format!(
            "现在是“{}”，不能“{}”；要在“{}”时办理，请先看这条台账下一步能办什么。",
            now.map_or("未知阶段", |it| it.name.zh.as_str()),
            action.name.zh,
            zh.join("”“"),
        ),
        format!(
            "it is {} now, and “{}” is done when it is {}; see what can be done next.",
            now.map_or("in an unknown stage", |it| it.name.en.as_str()),
            action.name.en,
            en.join(" or "),
        ),
    ))
}

/// Whether somebody else did what this action checks.
fn by_another(
    system: &System,
    action: &Action,
    record: Option<&Record>,
    actor: &Actor,
) -> Result<(), Refusal> {
    let took = record.map_or(&[][..], |it| &it.took);
    let own = took
        .iter()
        .find(|(did, user)| action.not_by.contains(did) && **user == *actor.user);
    let Some(did) = own.and_then(|(did, _)| system.actions.get(*did)) else {
        return Ok(());
    };
    Err(Refusal::of(
        RefusalKind::Forbidden,
        format!(
            "这一条的“{}”是您本人办的，“{}”要由另一个人来办，换角色也不行；请转请有这个角色的其他同志办理。",
            did.name.zh, action.name.zh
        ),
        format!(
            "you took “{}” on this record yourself, and “{}” is for somebody else, in whatever role you are; pass it on to another who has the role.",
            did.name.en, action.name.en
        ),
    ))
}

/// Whether role, reach, stage and what the actor did before allow an action; what it takes in is not asked yet.
/// An action that opens a record is asked without one.
///
/// # Errors
/// Why not.
pub fn may(
    system: &System,
    at: ActionAt,
    record: Option<&Record>,
    actor: &Actor,
    town: &dyn Town,
    moment: Moment,
) -> Result<(), Refusal> {
    let Some(action) = system.actions.get(at) else {
        return Err(undeclared(system));
    };
    role_may(action, actor, town)?;
    if let Some(record) = record {
        let of = belongs(system, |field| record.values.get(field));
        reaches(system, action, of, Some(record), actor, town)?;
    }
    stage_fits(system, action, record)?;
    by_another(system, action, record, actor)?;
    notice::fits(system, at, action, record, moment.today)
}

/// Whether [`may`] says yes, for who need not hear why not: role and stage rule out most
/// actions, and no sentence is made of that.
#[must_use]
pub fn is_allowed(
    system: &System,
    at: ActionAt,
    record: Option<&Record>,
    actor: &Actor,
    town: &dyn Town,
    moment: Moment,
) -> bool {
    let could = system.actions.get(at).is_some_and(|action| {
        let stage_fits = match record {
            None => action.from.is_empty(),
            Some(record) => record.stage.is_some_and(|it| action.from.contains(&it)),
        };
        stage_fits && role_fits(action, actor, town)
    });
    could && may(system, at, record, actor, town, moment).is_ok()
}

/// What the actor may do: to a record, or to open one. For buttons and work queues.
#[must_use]
pub fn allowed(
    system: &System,
    record: Option<&Record>,
    actor: &Actor,
    town: &dyn Town,
    moment: Moment,
) -> Vec<ActionAt> {
    (0..system.actions.len())
        .filter(|at| is_allowed(system, *at, record, actor, town, moment))
        .collect()
}

/// Whether the actor works on this record and therefore sees what is personal in it: some
/// action that is not for everybody is the actor's by role and reach, in whatever stage.
/// How far an action that opens records reaches says for whom one may open them, and lets
/// nobody look into those of others; there the reach of the role counts.
#[must_use]
pub fn works_on(system: &System, record: &Record, actor: &Actor, town: &dyn Town) -> bool {
    let of = belongs(system, |field| record.values.get(field));
    let own = town.role(&actor.role).map(|it| it.reach);
    system.actions.iter().any(|action| {
        let reached = || match action.from.is_empty() {
            true => own.is_some_and(|it| fits(it, system, of, Some(record), actor, town)),
            false => reaches(system, action, of, Some(record), actor, town).is_ok(),
        };
        !action.by.iter().any(|it| &**it == PUBLIC)
            && role_may(action, actor, town).is_ok()
            && reached()
    })
}

pub(crate) fn undeclared(system: &System) -> Refusal {
    Refusal::of(
        RefusalKind::Forbidden,
        format!(
            "“{}”没有这个动作；请从页面上列出的动作中选。",
            system.name.zh
        ),
        format!(
            "“{}” has no such action; choose one that the page lists.",
            system.name.en
        ),
    )
}
