package skillindex

import (
	"context"
	"errors"
)

// SearchAll answers each query as Search does, on as many cores as there are.
func (x *Index) SearchAll(ctx context.Context, queries []Query) ([][]Hit, error) {
	out, errs := make([][]Hit, len(queries)), make([]error, len(queries))
	atOnce(len(queries), 1, func(i int) { out[i], errs[i] = x.Search(ctx, queries[i]) })
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return out, nil
}
