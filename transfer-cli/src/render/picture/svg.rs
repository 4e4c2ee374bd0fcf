//! The transfer graph as a drawing that stands on its own: no script, no style sheet, no link, the same bytes
//! for the same register. Columns of countries from left to right; each arrow enters its importer in a row of
//! its own, where its words stand.

mod draw;
mod measure;
mod place;
mod rank;
mod route;
mod rows;

pub use draw::draw;

/// A rectangle, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Rect {
    x: i32,
    y: i32,
    w: i32,
    h: i32,
}

impl Rect {
    const fn right(self) -> i32 {
        self.x + self.w
    }
}

/// A side of a party's box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
}

/// A length of a list, in a number that pixels are counted in.
fn px(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn at<T: Copy + Default>(list: &[T], position: usize) -> T {
    list.get(position).copied().unwrap_or_default()
}
