package app

import (
	"context"
	"fmt"
	"os"

	"github.com/stackmatch/stackmatch/search/skillindex"
)

// readMeanings reads the table of the configuration, if it names one.
func (a *App) readMeanings(context.Context) error {
	path := a.config.Meanings
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if a.meanings, err = skillindex.ReadMeanings(file); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
