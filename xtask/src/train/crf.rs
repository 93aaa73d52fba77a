//! The learner: a linear-chain conditional random field, fitted by stochastic gradient descent.
//!
//! The loss of a stretch is the logarithm of the share that the paths of allowed labels have in the weight of all paths (minus). Where each word has one
//! allowed label that is the usual loss; where copy does not say whether a word is a name of another thing, both count. The step
//! falls as `1 / (1 + λ η t)` and weights decay with it (Bottou, "Stochastic gradient descent tricks", 2012); the decay is a
//! common factor, so that a step touches only the rows of its facts. The weights are the mean of those after each of the last rounds
//! (averaged descent, as the same paper has it, but over rounds): one lesson more or less, and with it another order of all, changes
//! them little.

use copydesk::desk::entities::tagger::labels::{LABELS, WIDTH, may_begin, may_end, may_follow};
use copydesk::desk::entities::tagger::lesson::Lesson;
use copydesk::desk::entities::tagger::model::BITS;

/// How the weights are fitted.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Times that all lessons are gone through.
    pub rounds: usize,
    /// First step.
    pub step: f32,
    /// Strength of the pull to zero, divided by the number of lessons.
    pub decay: f32,
}

/// Rounds at the end whose weights are averaged.
const AVERAGED: usize = 6;

pub struct Weights {
    rows: Vec<[f32; WIDTH]>,
    steps: [[f32; WIDTH]; WIDTH],
    /// What all weights are to be multiplied by.
    factor: f32,
}

impl Weights {
    /// Fits weights to lessons; each has a weight of its own, 1 is usual.
    pub fn fit(lessons: &[(Lesson, f32)], plan: Plan) -> Weights {
        let mut weights =
            Weights { rows: vec![[0.0; WIDTH]; 1 << BITS], steps: [[0.0; WIDTH]; WIDTH], factor: 1.0 };
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        let mut dice = Dice(0x5eed);
        let decay = plan.decay / lessons.len() as f32;
        let mut time = 0.0;
        let mut sum = Weights { rows: weights.rows.clone(), ..weights };
        for round in 0..plan.rounds {
            dice.shuffle(&mut order);
            let mut loss = 0.0;
            for index in &order {
                let (lesson, weight) = &lessons[*index];
                let step = plan.step / (1.0 + decay * plan.step * time);
                weights.factor *= 1.0 - step * decay;
                loss += f64::from(weights.learn(lesson, step * weight));
                time += 1.0;
            }
            weights.spread();
            if round + AVERAGED >= plan.rounds {
                sum.add(&weights);
            }
            eprintln!("round {}: loss {:.4} a stretch", round + 1, loss / lessons.len() as f64);
        }
        sum.factor = 1.0 / AVERAGED.min(plan.rounds) as f32;
        sum.spread();
        sum
    }

    fn add(&mut self, other: &Weights) {
        let sums = self.rows.iter_mut().chain(&mut self.steps).flatten();
        let others = other.rows.iter().chain(&other.steps).flatten();
        sums.zip(others).for_each(|(sum, weight)| *sum += weight);
    }

    /// The weights of facts and of steps.
    pub fn tables(&self) -> (&[[f32; WIDTH]], &[[f32; WIDTH]; WIDTH]) {
        (&self.rows, &self.steps)
    }

    fn spread(&mut self) {
        let factor = self.factor;
        self.rows
            .iter_mut()
            .flatten()
            .chain(self.steps.iter_mut().flatten())
            .for_each(|weight| *weight *= factor);
        self.factor = 1.0;
    }

    /// Takes a step down the loss of one stretch; returns the loss.
    fn learn(&mut self, lesson: &Lesson, step: f32) -> f32 {
        let length = lesson.facts.len();
        let mut scores = vec![[0.0_f32; WIDTH]; length];
        for (facts, score) in lesson.facts.iter().zip(&mut scores) {
            for fact in facts {
                let row = &self.rows[*fact as usize];
                score.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
            }
            score.iter_mut().for_each(|sum| *sum *= self.factor);
        }
        let mut steps = self.steps;
        steps.iter_mut().flatten().for_each(|weight| *weight *= self.factor);
        let all = vec![(1_u16 << LABELS) - 1; length];
        let free = Paths::weigh(&scores, &steps, &all);
        let held = Paths::weigh(&scores, &steps, &lesson.allowed);
        let loss = free.total - held.total;
        if !loss.is_finite() {
            return 0.0; // labels that no path has
        }
        let change = step / self.factor;
        for at in 0..length {
            let mut delta = [0.0_f32; WIDTH];
            for (delta, (held, free)) in delta.iter_mut().zip(held.words[at].iter().zip(&free.words[at])) {
                *delta = change * (held - free);
            }
            if delta.iter().all(|change| change.abs() < 1e-7) {
                continue;
            }
            for fact in &lesson.facts[at] {
                let row = &mut self.rows[*fact as usize];
                row.iter_mut().zip(&delta).for_each(|(weight, change)| *weight += change);
            }
        }
        for before in 0..LABELS {
            for next in 0..LABELS {
                self.steps[before][next] += change * (held.pairs[before][next] - free.pairs[before][next]);
            }
        }
        loss
    }
}

/// The weight of all paths through a stretch, and the shares of labels in it.
struct Paths {
    /// Logarithm of the sum of all paths' weights.
    total: f32,
    /// Of each word, the share of each label.
    words: Vec<[f32; WIDTH]>,
    /// The expected number of times that a label follows another.
    pairs: [[f32; WIDTH]; WIDTH],
}

impl Paths {
    fn weigh(scores: &[[f32; WIDTH]], steps: &[[f32; WIDTH]; WIDTH], allowed: &[u16]) -> Paths {
        let length = scores.len();
        let mut pass = [[0.0_f32; WIDTH]; WIDTH];
        for before in 0..LABELS {
            for next in 0..LABELS {
                if may_follow(before, next) {
                    pass[before][next] = steps[before][next].exp();
                }
            }
        }
        // Weights of a word relative to its greatest score, so that nothing overflows.
        let mut total = 0.0_f32;
        let own: Vec<[f32; WIDTH]> = scores
            .iter()
            .zip(allowed)
            .map(|(score, allowed)| {
                let greatest = score[..LABELS].iter().copied().fold(f32::MIN, f32::max);
                total += greatest;
                let mut own = [0.0; WIDTH];
                for label in 0..LABELS {
                    if allowed & 1 << label != 0 {
                        own[label] = (score[label] - greatest).exp().max(1e-30);
                    }
                }
                own
            })
            .collect();
        let mut forward = vec![[0.0_f32; WIDTH]; length];
        for at in 0..length {
            for label in 0..LABELS {
                let reach = match at {
                    0 => f32::from(u8::from(may_begin(label))),
                    _ => (0..LABELS).map(|before| forward[at - 1][before] * pass[before][label]).sum(),
                };
                forward[at][label] = reach * own[at][label];
            }
            if at + 1 == length {
                for label in (0..LABELS).filter(|label| !may_end(*label)) {
                    forward[at][label] = 0.0;
                }
            }
            let sum: f32 = forward[at].iter().sum();
            total += sum.ln();
            if sum > 0.0 {
                forward[at].iter_mut().for_each(|weight| *weight /= sum);
            }
        }
        let mut words = vec![[0.0_f32; WIDTH]; length];
        let mut pairs = [[0.0_f32; WIDTH]; WIDTH];
        words[length - 1] = forward[length - 1];
        for at in (0..length - 1).rev() {
            // Share of a label: its forward weight times the shares of what may follow it.
            for next in 0..LABELS {
                let share = words[at + 1][next];
                if share == 0.0 {
                    continue;
                }
                let reach: f32 = (0..LABELS).map(|before| forward[at][before] * pass[before][next]).sum();
                if reach == 0.0 {
                    continue;
                }
                for before in 0..LABELS {
                    let part = forward[at][before] * pass[before][next] / reach * share;
                    words[at][before] += part;
                    pairs[before][next] += part;
                }
            }
        }
        Paths { total, words, pairs }
    }
}

/// Numbers without pattern, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        ((self.0 >> 33) as usize) % bound
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.below(at + 1));
        }
    }
}
