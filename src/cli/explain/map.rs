//! A map of the places of one dispatch, as SVG: plate carrée, a degree a unit.

use std::fmt::Write;

use crate::cli::page::escape;

/// Outlines of the land, as SVG path data in degrees east of 180° W and south of the north pole. Natural
/// Earth 1:110m, public domain.
const LAND: &str = include_str!("land.path");

/// A dot on the map.
pub struct Dot {
    pub name: String,
    pub lat: f64,
    pub lon: f64,
    /// A place of the dateline.
    pub dateline: bool,
}

/// The part of the world that holds all `dots`, with some land around; nothing without a dot.
pub fn svg(dots: &[Dot]) -> String {
    let Some(view) = View::around(dots) else { return String::new() };
    let View { x, y, width, height } = &view;
    let mut svg = format!(
        "<svg class=map viewBox=\"{x:.1} {y:.1} {width:.1} {height:.1}\" role=img aria-label=\"Map of the places\"><path class=land d=\"{LAND}\"/>"
    );
    // Sizes follow the view, so that a dot looks the same on a map of a country and of the world.
    let unit = width / 100.0;
    let mut labels: Vec<Label> = Vec::new();
    for dot in dots {
        let (cx, cy) = (dot.lon + 180.0, 90.0 - dot.lat);
        let class = if dot.dateline { "dot dateline" } else { "dot" };
        let radius = unit * if dot.dateline { 1.1 } else { 0.75 };
        let name = escape(&dot.name);
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            "<circle class=\"{class}\" cx=\"{cx:.3}\" cy=\"{cy:.3}\" r=\"{radius:.3}\" stroke-width=\"{:.3}\"><title>{name} ({:.2}, {:.2})</title></circle>",
            unit * 0.3,
            dot.lat,
            dot.lon,
        );
        // Right of the dot, else left of it, below or above; where all that is taken, pointing at the dot shows its name.
        let length = dot.name.chars().count() as f64 * unit * 1.15;
        let (gap, size) = (radius * 1.5, unit * 2.1);
        let free = [
            (cx + gap, cy + unit * 0.7),
            (cx - gap - length, cy + unit * 0.7),
            (cx - length / 2.0, cy + gap + size),
            (cx - length / 2.0, cy - gap),
        ]
        .map(|(x, y)| Label { x, y, length, size })
        .into_iter()
        .find(|label| label.lies_in(&view) && !labels.iter().any(|other| other.overlaps(label)));
        if let Some(label) = free {
            let Label { x, y, .. } = label;
            let _ = write!(svg, "<text x=\"{x:.3}\" y=\"{y:.3}\" font-size=\"{size:.3}\">{name}</text>");
            labels.push(label);
        }
    }
    svg.push_str("</svg>");
    svg
}

/// A name on the map: the left end of its base line, about how long it is, how high.
struct Label {
    x: f64,
    y: f64,
    length: f64,
    size: f64,
}

impl Label {
    fn overlaps(&self, other: &Label) -> bool {
        self.x < other.x + other.length
            && other.x < self.x + self.length
            && (self.y - other.y).abs() < self.size.max(other.size)
    }

    fn lies_in(&self, view: &View) -> bool {
        self.x >= view.x
            && self.x + self.length <= view.x + view.width
            && self.y - self.size >= view.y
            && self.y <= view.y + view.height
    }
}

struct View {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl View {
    /// Twice as wide as high, at least 30 degrees wide, within the world.
    fn around(dots: &[Dot]) -> Option<View> {
        let span = |values: &mut dyn Iterator<Item = f64>| {
            values.fold(None, |span: Option<(f64, f64)>, v| {
                let (low, high) = span.unwrap_or((v, v));
                Some((low.min(v), high.max(v)))
            })
        };
        let (west, east) = span(&mut dots.iter().map(|d| d.lon + 180.0))?;
        let (north, south) = span(&mut dots.iter().map(|d| 90.0 - d.lat))?;
        let width = ((east - west) * 1.4).max((south - north) * 2.8).clamp(30.0, 360.0);
        let height = width / 2.0;
        let x = ((west + east - width) / 2.0).clamp(0.0, 360.0 - width);
        let y = ((north + south - height) / 2.0).clamp(0.0, 180.0 - height);
        Some(View { x, y, width, height })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(lat: f64, lon: f64) -> Dot {
        Dot { name: "Ex <ample>".into(), lat, lon, dateline: true }
    }

    #[test]
    fn every_dot_lies_in_the_view() {
        let worlds: &[&[(f64, f64)]] = &[
            &[(-1.28, 36.82)],
            &[(0.0, 0.0), (1.0, 1.0)],
            &[(89.9, -179.9), (-89.9, 179.9)],
            &[(60.0, 20.0), (-60.0, 21.0)],
            &[(-77.8, 166.7)],
        ];
        for world in worlds {
            let dots: Vec<_> = world.iter().map(|(lat, lon)| dot(*lat, *lon)).collect();
            let view = View::around(&dots).unwrap();
            for d in &dots {
                let (x, y) = (d.lon + 180.0, 90.0 - d.lat);
                assert!((view.x..=view.x + view.width).contains(&x), "{x} of {world:?}");
                assert!((view.y..=view.y + view.height).contains(&y), "{y} of {world:?}");
            }
        }
    }

    #[test]
    fn names_are_escaped_and_no_place_is_no_map() {
        assert!(svg(&[dot(1.0, 2.0)]).contains("Ex &lt;ample&gt; (1.00, 2.00)"));
        assert_eq!(svg(&[]), "");
    }
}
