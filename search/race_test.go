//go:build race

package search

const raceDetected = true
