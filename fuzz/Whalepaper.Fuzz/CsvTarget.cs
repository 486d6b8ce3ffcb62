using System.Text;
using Whalepaper.Ui;

namespace Whalepaper.Fuzz;

/// <summary>Tables that are taken along: cells of what people wrote, read back by a reader that knows RFC 4180 and nothing else.</summary>
internal static class CsvTarget
{
    // The input's own signs for the end of a cell and of a row (ASCII's unit and record separators).
    private const char CellEnd = '\u001F';
    private const char RowEnd = '\u001E';

    // What spreadsheets take for the beginning of a formula (OWASP, CSV Injection).
    private const string Formulas = "=+-@\t\r\n＝＋－＠";

    public static void Run(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        string[][] said = [.. text.Split(RowEnd).Select(row => row.Split(CellEnd))];
        var width = said.Max(row => row.Length);
        // Rows of a table are of one width; what writes them refuses others.
        string[][] rows = [.. said.Select(row => (string[])[.. row, .. Enumerable.Repeat("", width - row.Length)])];
        var written = Encoding.UTF8.GetString(CsvSheet.Answer("drill.csv", [.. Enumerable.Range(0, width).Select(n => $"column {n}")], rows).FileContents.Span);
        Targets.Require(written.StartsWith('\uFEFF'), "a table begins with a mark");
        var read = Read(written[1..]);
        Targets.Require(read.Count == rows.Length + 1, "a row is a row");
        foreach (var (row, cells) in read.Skip(1).Zip(rows))
        {
            Targets.Require(row.Count == cells.Length, "a cell is a cell");
            Targets.Require(row.Zip(cells).All(pair => string.Equals(pair.First.TrimStart('\''), pair.Second.TrimStart('\''), StringComparison.Ordinal)), "a cell says what was written");
            Targets.Require(row.TrueForAll(cell => cell.Length == 0 || !Formulas.Contains(cell[0], StringComparison.Ordinal)), "no cell is a formula");
        }
    }

    private static List<List<string>> Read(string text)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            Targets.Require(text[at] == '"', "every cell stands in quotes");
            var cell = new StringBuilder();
            for (at++; at < text.Length && !(text[at] == '"' && (at + 1 == text.Length || text[at + 1] != '"')); at++)
            {
                if (text[at] == '"')
                    at++;
                cell.Append(text[at]);
            }

            row.Add(cell.ToString());
            at++;
            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }

            Targets.Require(text.AsSpan(at).StartsWith("\r\n"), "a row ends with its line");
            at += 2;
            rows.Add(row);
            row = [];
        }

        return rows;
    }
}
