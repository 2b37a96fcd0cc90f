package store

import "database/sql"

// appendColumn adds the one text column of rows to values, and closes them.
func appendColumn(values []string, rows *sql.Rows) ([]string, error) {
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, rows.Err()
}
