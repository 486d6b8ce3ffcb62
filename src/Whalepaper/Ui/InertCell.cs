namespace Whalepaper.Ui;

/// <summary>Cells of files that spreadsheets open.</summary>
internal static class InertCell
{
    /// <summary>A cell that no spreadsheet takes for a formula, whatever somebody wrote into it.</summary>
    public static string Of(string? cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? $"'{cell}" : cell ?? "";
}
