using System.Text;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Whalepaper.Ui;

/// <summary>A table to take along, as spreadsheets read it: UTF-8 with a mark in front, and no cell that is taken for a formula.</summary>
public static class CsvSheet
{
    // Every field in quotes: where a spreadsheet separates by semicolons, "x;=1+1" would be a cell and a formula else.
    private static readonly CsvWriterOptions options = CsvWriterOptions.Default with { Quoting = CsvQuoting.Always };

    /// <summary>The file. All rows are read before the first is written: a database that fails midway gives an error, not half a file.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="head">The names of the columns.</param>
    /// <param name="rows">The rows; their cells may hold what people wrote.</param>
    public static FileContentHttpResult Answer(string name, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = CsvWriter.Create(text, options, leaveOpen: true))
        {
            csv.WriteRecord([.. head]);
            foreach (var row in rows)
                csv.WriteRecord([.. row.Select(InertCell.Of)]);
        }

        return TypedResults.File(bytes.ToArray(), "text/csv; charset=utf-8", name);
    }
}
