//! shim until sign-in is merged
use crate::app::App;
pub(crate) fn nobody() -> youwei_base::Actor { youwei_base::Actor { user: "".into(), name: "".into(), unit: "".into(), role: "public".into(), area: None } }
pub(crate) struct Off;
impl Off { pub fn signature(&self, a: &youwei_base::Actor) -> String { format!("{}（{}）", a.name, a.unit) } }
impl App { pub(crate) fn offices(&self) -> Off { Off } }
