using System.Data;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Whalepaper.Tests.People;

/// <summary>Everything that is kept, row by row, to see whether anything changed.</summary>
internal static class Inventory
{
    // A wrong password is counted, and being there is noted: neither is something that somebody saved.
    private static readonly string[] passing = ["AccessFailedCount", "LockoutEnd", "ConcurrencyStamp", "LastUsedAt"];

    // What is different each time it is made, whatever it is made from.
    private static readonly string[] random = ["KeyHash", "PasswordHash", "SecurityStamp", "Link", "Text", "Uid", "CredentialId", "Data", "Value", "LoginProvider", "StorageKey", "Occasion", "SealedWords", "SealedPassword", "SealedAddress", "SealedSecret", "Due"];

    // Drawn by lot too, under names that mean something else in other tables.
    private static readonly HashSet<string> drawn = new(StringComparer.Ordinal) { "Sessions.Code", "Questions.Key", "BallotBoxes.Content", "ApplicationMessages.Key", "PanelQuestions.Key", "Suggestions.Key", "SuggestionComments.Key", "RetrospectiveBoxes.Content", "Retrospectives.Keep", "Retrospectives.Change", "ManualEntries.Key", "Certificates.Code" };

    /// <summary>All rows of all tables.</summary>
    /// <param name="site">Whose.</param>
    /// <param name="alike">Whether to leave out what two houses never have in common.</param>
    public static Task<IReadOnlyList<string>> TakeAsync(TestSite site, bool alike = false) => site.WithAsync<IReadOnlyList<string>>(async db =>
    {
        var rows = new List<string>();
        var connection = db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Where(name => name != "DataProtectionKeys").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            await using var question = connection.CreateCommand();
            question.CommandText = $"SELECT * FROM \"{table}\"";
            await using var answer = await question.ExecuteReaderAsync(CommandBehavior.SequentialAccess);
            var found = new List<string>();
            while (await answer.ReadAsync())
            {
                var cells = Enumerable.Range(0, answer.FieldCount).Select(n => (Name: answer.GetName(n), Value: answer.GetValue(n))).ToList();
                found.Add($"{table}: {string.Join(", ", cells.Where(cell => !passing.Contains(cell.Name) && !(alike && (random.Contains(cell.Name) || drawn.Contains($"{table}.{cell.Name}") || IsDigest(cell.Value)))).Select(cell => $"{cell.Name}={Said(cell.Value)}"))}");
            }

            rows.AddRange(found.Order(StringComparer.Ordinal));
        }

        return rows;
    });

    /// <summary>What is in one and not in the other.</summary>
    public static string Difference(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        string.Join("; ", before.Except(after, StringComparer.Ordinal).Select(row => $"- {row}").Concat(after.Except(before, StringComparer.Ordinal).Select(row => $"+ {row}")));

    // What the audit log keeps of a provider's subject: eight digits of a hash, and each test has a provider of its own.
    private static bool IsDigest(object value) => value is string { Length: 8 } text && text.All(char.IsAsciiHexDigitUpper);

    private static string? Said(object value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        System.Collections.IEnumerable list and not string => string.Join('|', list.Cast<object?>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
