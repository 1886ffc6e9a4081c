package experiment

import (
	"context"
	"runtime"
	"sync"
)

// Cells runs the cells of a study, several replications at once, with few cells open at any time: memory depends on the
// number of workers, not on that of cells.
type Cells struct {
	Workers int // replications that run at once; 0 is one per CPU
	N       int // how many cells there are

	// Open returns cell i, from 0; nil means that nothing is to be done for it. Calls may overlap.
	Open func(i int) (*Cell, error)

	// Finish is given every cell whose replications have all run. Calls may overlap.
	Finish func(i int, c *Cell) error

	// Progress, if not nil, is told after each replication how many have run of those that are planned in open cells,
	// together with those of finished ones. One call at a time.
	Progress func()
}

// openCell is a cell under way.
type openCell struct {
	index         int
	cell          *Cell
	next, planned int // replications begun, and planned
	running       int // replications under way; or 1 while more are planned
}

// crew is what the workers of a Cells share.
type crew struct {
	*Cells
	ctx    context.Context
	mu     sync.Mutex
	change *sync.Cond
	next   int // cell
	open   []*openCell
	busy   int // cells that are being opened
	err    error
	failed int // the cell of err
}

// Run runs all cells. When ctx is cancelled, replications under way are finished, no further ones begin, cells that are not
// complete are dropped, and the error is ErrInterrupted. Otherwise it is that of the first cell that failed.
func (c *Cells) Run(ctx context.Context) error {
	w := &crew{Cells: c, ctx: ctx, failed: c.N}
	w.change = sync.NewCond(&w.mu)
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	stop := context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.change.Broadcast()
	})
	defer stop()
	var wg sync.WaitGroup
	for range c.Workers {
		wg.Go(w.work)
	}
	wg.Wait()
	if w.err != nil {
		return w.err
	}
	if ctx.Err() != nil && (len(w.open) > 0 || w.next < c.N) {
		return ErrInterrupted
	}
	return nil
}

// work takes replications until there are no more.
func (w *crew) work() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		switch cell, i := w.take(); {
		case cell != nil:
			w.replicate(cell, i)
		case w.stopped():
			return
		case w.next < w.N:
			w.begin()
		case len(w.open) == 0 && w.busy == 0:
			return
		default:
			w.change.Wait() // for replications that others may add
		}
	}
}

func (w *crew) stopped() bool { return w.err != nil || w.ctx.Err() != nil }

// take returns the next replication of a cell that is open.
func (w *crew) take() (*openCell, int) {
	if w.stopped() {
		return nil, 0
	}
	for _, c := range w.open {
		if c.next < c.planned {
			c.next++
			c.running++
			return c, c.next - 1
		}
	}
	return nil, 0
}

// begin opens the next cell.
func (w *crew) begin() {
	i := w.next
	w.next++
	w.busy++
	w.mu.Unlock()
	cell, err := w.Open(i)
	if err == nil && cell != nil {
		workers := 1 // the others have cells of their own
		if w.N == 1 {
			workers = w.Workers
		}
		err = cell.FindWarmup(w.ctx, workers)
	}
	w.mu.Lock()
	w.busy--
	w.change.Broadcast()
	if err != nil {
		w.fail(i, err)
		return
	}
	if cell != nil {
		w.open = append(w.open, &openCell{index: i, cell: cell, planned: cell.Planned()})
	}
}

// replicate runs one replication, and ends its cell if it was the last.
func (w *crew) replicate(c *openCell, i int) {
	w.mu.Unlock()
	err := c.cell.Replicate(i)
	w.mu.Lock()
	c.running--
	if err == nil && w.Progress != nil {
		w.Progress()
	}
	if err == nil && c.running == 0 && c.next == c.planned {
		err = w.close(c)
	}
	if err != nil {
		w.fail(c.index, err)
	}
	w.change.Broadcast()
}

// close plans more replications of a cell, or finishes it.
func (w *crew) close(c *openCell) error {
	w.mu.Unlock()
	n := c.cell.Extend()
	var err error
	if n == 0 {
		err = w.Finish(c.index, c.cell)
	}
	w.mu.Lock()
	c.planned += n
	if n > 0 || err != nil {
		return err
	}
	for k := range w.open {
		if w.open[k] == c {
			w.open = append(w.open[:k], w.open[k+1:]...)
			break
		}
	}
	return nil
}

// fail keeps the error of the first cell that failed.
func (w *crew) fail(cell int, err error) {
	if cell < w.failed || w.err == nil {
		w.err, w.failed = err, cell
	}
}
