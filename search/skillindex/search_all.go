package skillindex

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
)

// SearchAll answers each query as Search does, on as many cores as there are.
func (x *Index) SearchAll(ctx context.Context, queries []Query) ([][]Hit, error) {
	out, errs := make([][]Hit, len(queries)), make([]error, len(queries))
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(queries); i = int(next.Add(1)) - 1 {
			if out[i], errs[i] = x.Search(ctx, queries[i]); errs[i] != nil {
				next.Store(int64(len(queries)))
			}
		}
	}
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(queries)) - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return out, nil
}
