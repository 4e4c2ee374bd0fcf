//! Days and periods. Law and registers speak of whole days, both ends included; a [`Day`] is four bytes, so
//! that periods compare fast, and calendar arithmetic is left to a library.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// Before every day that can be written.
    pub const MIN: Self = Self(i32::MIN);
    /// After every day that can be written.
    pub const MAX: Self = Self(i32::MAX);

    /// The day of a year, month and day; none if there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from_date)
    }

    /// From the library's date.
    pub fn from_date(date: Date) -> Self {
        Self(date.since(EPOCH).map_or(0, |span| span.get_days()))
    }

    /// The library's date; the ends of time are clamped to years -9999 and 9999.
    pub fn date(self) -> Date {
        EPOCH.checked_add(jiff::Span::new().try_days(self.0).unwrap_or_default()).unwrap_or(if self.0 < 0 {
            Date::MIN
        } else {
            Date::MAX
        })
    }

    /// The next day.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// The same day of the month that many months later, or the last day of that month.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let span = jiff::Span::new().try_months(months).unwrap_or_default();
        self.date().checked_add(span).map_or(Self::MAX, Self::from_date)
    }

    /// How many whole months lie between this day and a later one.
    pub fn whole_months_to(self, later: Self) -> u32 {
        let (from, to) = (self.date(), later.date());
        let years = i32::from(to.year()).saturating_sub(i32::from(from.year()));
        let months = i32::from(to.month()).saturating_sub(i32::from(from.month()));
        let full = i32::from(to.day() < from.day());
        let months = years.saturating_mul(12).saturating_add(months).saturating_sub(full);
        u32::try_from(months).unwrap_or(0)
    }

    /// That many days later.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `other` to this day.
    pub fn days_since(self, other: Self) -> i64 {
        i64::from(self.0).saturating_sub(i64::from(other.0))
    }

    /// Reads `2021-01-07`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return None;
        }
        let part = |range: std::ops::Range<usize>| {
            let digits = text.get(range)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)
        };
        Self::new(part(0..4)?.parse().ok()?, part(5..7)?.parse().ok()?, part(8..10)?.parse().ok()?)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

/// A run of days, both ends included; open ends are [`Day::MIN`] and [`Day::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub since: Day,
    /// Last day.
    pub until: Day,
}

impl Period {
    /// All days.
    pub const ALWAYS: Self = Self { since: Day::MIN, until: Day::MAX };

    /// From and to, absent ends open.
    pub fn new(since: Option<Day>, until: Option<Day>) -> Self {
        Self { since: since.unwrap_or(Day::MIN), until: until.unwrap_or(Day::MAX) }
    }

    /// Where a day lies.
    pub fn at(self, day: Day) -> When {
        if day < self.since {
            When::Before
        } else if day > self.until {
            When::After
        } else {
            When::During
        }
    }

    /// Whether the day is in it.
    pub fn holds(self, day: Day) -> bool {
        self.at(day) == When::During
    }

    /// The first day, where there is one.
    pub fn start(self) -> Option<Day> {
        (self.since != Day::MIN).then_some(self.since)
    }

    /// The last day, where there is one.
    pub fn end(self) -> Option<Day> {
        (self.until != Day::MAX).then_some(self.until)
    }
}

/// How a day lies to a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The period has not begun.
    Before,
    /// The day is in it.
    During,
    /// The period is over.
    After,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_text_agree() {
        for text in ["1958-01-01", "1970-01-01", "2020-02-29", "2026-11-22", "9999-12-31", "0001-01-01"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        for bad in ["2021-02-29", "2021-1-07", "21-01-07", "2021-13-01", "2021-01-07T00", "+021-01-01"] {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_end_where_the_month_ends() {
        let day = Day::parse("2024-01-31").unwrap();
        assert_eq!(day.plus_months(1).to_string(), "2024-02-29");
        assert_eq!(Day::parse("2025-03-01").unwrap().plus_months(12).to_string(), "2026-03-01");
    }

    #[test]
    fn both_ends_are_inside() {
        let period = Period::new(Day::parse("2020-01-01"), Day::parse("2020-12-31"));
        assert_eq!(period.at(Day::parse("2019-12-31").unwrap()), When::Before);
        assert!(period.holds(Day::parse("2020-01-01").unwrap()));
        assert!(period.holds(Day::parse("2020-12-31").unwrap()));
        assert_eq!(period.at(Day::parse("2021-01-01").unwrap()), When::After);
    }
}
