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
        using var sheet = new Sheet(head);
        foreach (var row in rows)
            sheet.Add(row);
        return sheet.End(name);
    }

    /// <summary>The same of rows that come as they are read: of a long file no more is at hand at once than its bytes.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="head">The names of the columns.</param>
    /// <param name="rows">The rows; their cells may hold what people wrote.</param>
    public static async Task<FileContentHttpResult> AnswerAsync(string name, IReadOnlyList<string> head, IAsyncEnumerable<IReadOnlyList<string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var sheet = new Sheet(head);
        await foreach (var row in rows)
            sheet.Add(row);
        return sheet.End(name);
    }

    private sealed class Sheet : IDisposable
    {
        private readonly MemoryStream _bytes = new();
        private readonly StreamWriter _text;
        private readonly CsvWriter _csv;

        public Sheet(IReadOnlyList<string> head)
        {
            _text = new StreamWriter(_bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
            _csv = CsvWriter.Create(_text, options, leaveOpen: true);
            _csv.WriteRecord([.. head]);
        }

        public void Add(IReadOnlyList<string?> row) => _csv.WriteRecord([.. row.Select(InertCell.Of)]);

        public FileContentHttpResult End(string name)
        {
            _csv.Dispose();
            _text.Dispose();
            return TypedResults.File(_bytes.ToArray(), "text/csv; charset=utf-8", name);
        }

        public void Dispose()
        {
            _csv.Dispose();
            _text.Dispose();
            _bytes.Dispose();
        }
    }
}
