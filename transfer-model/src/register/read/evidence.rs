//! `evidence`: the file that shows what a table says.

use crate::diag::{Problem, ProblemCode};
use crate::read::Table;
use crate::register::model::Evidence;
use crate::source::Spanned;

/// The file named under `evidence`.
pub(super) fn evidence(t: &mut Table<'_>) -> Option<Evidence> {
    t.table("evidence", "`evidence`", |t| {
        let file = t.need_text("file");
        let sha256 = t.text("sha256");
        if let Some(problem) = file.as_ref().and_then(evidence_path) {
            t.problem(problem);
        }
        t.finish();
        Some(Evidence { file: file?, sha256 })
    })
    .flatten()
}

/// What is wrong with the path of a file of evidence: it must stay inside the register's folder on any system.
fn evidence_path(file: &Spanned<String>) -> Option<Problem> {
    let path = file.value.as_str();
    let drive = path.as_bytes().get(1) == Some(&b':');
    let message = if path.is_empty() || path.contains('\0') {
        "`file` names no file"
    } else if path.starts_with(['/', '\\']) || drive {
        "`file` is an absolute path; evidence lies inside the register's folder"
    } else if path.split(['/', '\\']).any(|part| part == "..") {
        "`file` leads out of the register's folder"
    } else {
        return None;
    };
    let help = "copy the file into the register's folder and name it from there, with `/` between folders";
    Some(Problem::new(ProblemCode::Contradiction, file.span, message).help(help))
}
