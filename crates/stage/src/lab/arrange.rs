//! Where the nodes of a small directed graph stand: in layers along the flow, in lanes across it.
//!
//! In: each node's inputs, producers first. Out: a [`Grid`]. Edges that pass a layer get a cell of their own
//! there, so that no edge runs through a node.

/// Layers and lanes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    /// The layer and lane of each node.
    pub cells: Vec<(usize, usize)>,
    /// How many layers.
    pub layers: usize,
    /// How many lanes.
    pub lanes: usize,
    /// For each node and input, the lanes in the layers that the edge passes.
    pub passes: Vec<Vec<Vec<usize>>>,
}

/// What stands in a cell of a layer.
enum Guest {
    Node(usize),
    /// The edge to that node's input of that number passes.
    Edge(usize, usize),
}

/// Arranges nodes whose inputs are those lists.
pub(super) fn arrange(inputs: &[Vec<usize>]) -> Grid {
    let mut layer: Vec<usize> = Vec::new();
    for of in inputs {
        layer.push(of.iter().map(|from| layer[*from] + 1).max().unwrap_or(0));
    }
    let layers = layer.iter().max().map_or(0, |last| last + 1);
    let mut grid = Grid {
        cells: layer.iter().map(|layer| (*layer, 0)).collect(),
        layers,
        lanes: 0,
        passes: inputs.iter().map(|of| vec![Vec::new(); of.len()]).collect(),
    };
    for at in 0..layers {
        let mut taken: Vec<bool> = Vec::new();
        for (wanted, guest) in guests(inputs, &layer, &grid, at) {
            let lane = free_lane(&mut taken, wanted);
            grid.lanes = grid.lanes.max(lane + 1);
            match guest {
                Guest::Node(node) => grid.cells[node].1 = lane,
                Guest::Edge(node, input) => grid.passes[node][input].push(lane),
            }
        }
    }
    grid
}

/// Who comes to a layer, and the lane each would like: straight on from where it comes. Nodes choose first.
fn guests(inputs: &[Vec<usize>], layer: &[usize], grid: &Grid, at: usize) -> Vec<(usize, Guest)> {
    let mut guests = Vec::new();
    for (node, of) in inputs.iter().enumerate().filter(|(node, _)| layer[*node] == at) {
        let before = of
            .iter()
            .zip(&grid.passes[node])
            .map(|(from, passed)| passed.last().copied().unwrap_or(grid.cells[*from].1));
        guests.push((before.min().unwrap_or(0), Guest::Node(node)));
    }
    for (node, of) in inputs.iter().enumerate().filter(|(node, _)| layer[*node] > at) {
        for (input, from) in of.iter().enumerate().filter(|(_, from)| layer[**from] < at) {
            let passed = grid.passes[node][input].last();
            let lane = passed.copied().unwrap_or(grid.cells[*from].1);
            guests.push((lane, Guest::Edge(node, input)));
        }
    }
    guests
}

/// The wanted lane, or the first free one from the top.
fn free_lane(taken: &mut Vec<bool>, wanted: usize) -> usize {
    if taken.len() <= wanted {
        taken.resize(wanted + 1, false);
    }
    let lane = if taken[wanted] {
        taken.iter().position(|taken| !taken).unwrap_or(taken.len())
    } else {
        wanted
    };
    if lane == taken.len() {
        taken.push(false);
    }
    taken[lane] = true;
    lane
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_line() {
        let grid = arrange(&[vec![], vec![0], vec![1]]);
        assert_eq!(grid.cells, [(0, 0), (1, 0), (2, 0)]);
        assert_eq!((grid.layers, grid.lanes), (3, 1));
    }

    #[test]
    fn branches_have_lanes_of_their_own() {
        let grid = arrange(&[vec![], vec![0], vec![0], vec![1, 2]]);
        assert_eq!(grid.cells, [(0, 0), (1, 0), (1, 1), (2, 0)]);
    }

    #[test]
    fn an_edge_that_passes_a_layer_has_a_cell_there() {
        let grid = arrange(&[vec![], vec![0], vec![1, 0]]);
        assert_eq!(grid.cells[1], (1, 0));
        assert_eq!(grid.passes[2], [vec![], vec![1]], "beside the node that it passes");
        assert_eq!(grid.lanes, 2);
    }
}
