using NodaTime;
using Whalepaper.Files;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Watching;

/// <summary>Something that the organizer should look at, and what to do about it.</summary>
/// <param name="Kind">How bad it is.</param>
/// <param name="Key">Its words: <c>Doubt.Key.Title</c> and <c>Doubt.Key</c>.</param>
/// <param name="Place">What stands in them; empty for nothing.</param>
/// <param name="Href">Where something can be done about it here; null where it is done elsewhere.</param>
internal sealed record HouseDoubt(NoticeKind Kind, string Key, object Place, string? Href = null);

/// <summary>What is wrong with the house, the worst first.</summary>
internal static class HouseDoubts
{
    /// <summary>For how long a delivery may have been due before somebody looks.</summary>
    public static readonly Duration Patience = Duration.FromMinutes(15);

    /// <summary>For how long there may be no backup, where one should be made every day.</summary>
    public static readonly Duration BackupPatience = Duration.FromDays(2);

    // A gigabyte: what one evening of uploads takes, and SQLite needs room for its journal.
    private const long LeastFree = 1024 * FileSize.Megabyte;

    /// <summary>What should be looked at; nothing if all is well.</summary>
    public static IEnumerable<HouseDoubt> Doubts(this HouseStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return OfData(status).Concat(OfSending(status)).Concat(OfProgram(status)).OrderByDescending(doubt => doubt.Kind);
    }

    private static IEnumerable<HouseDoubt> OfData(HouseStatus status)
    {
        if (status.Kept.Pending.Count > 0)
            yield return new(NoticeKind.Danger, "Migrations", status.Kept.Pending.Count);
        if (status.Kept.FreeBytes < LeastFree)
            yield return new(NoticeKind.Danger, "Disk", FileSize.Said(status.Kept.FreeBytes.Value));
        if (status.Backups is { IsDaily: true } backups && backups.Age > BackupPatience)
            yield return new(NoticeKind.Danger, "Backup", (long)backups.Age.TotalDays);
        if (status.Program.DatabaseFaults > 0)
            yield return new(NoticeKind.Warning, "Database", status.Program.DatabaseFaults);
    }

    private static IEnumerable<HouseDoubt> OfSending(HouseStatus status)
    {
        if (status.Mail is MailState.None)
            yield return new(NoticeKind.Warning, "Mail", "", "/settings/mail");
        // Without mail, letters wait because nobody can send them.
        else if (status.Reading?.Lag > Patience)
            yield return new(NoticeKind.Danger, "Lag", (long)status.Reading.Lag.TotalMinutes, "/outbox?state=waiting");
        if (status.Reading?.Deliveries.GetValueOrDefault(DeliveryState.Dead) is > 0 and var dead)
            yield return new(NoticeKind.Warning, "Dead", dead, "/outbox?state=dead");
        if (status.Reading?.BallotsOverdue is > 0 and var overdue)
            yield return new(NoticeKind.Warning, "Ballots", overdue);
    }

    private static IEnumerable<HouseDoubt> OfProgram(HouseStatus status)
    {
        foreach (var work in status.Works.Where(work => work.Run.IsFailing))
            yield return new(NoticeKind.Danger, "Work", work.Name);
        if (status.Program.HasHoles)
            yield return new(NoticeKind.Warning, "Runtime", status.Program.Runtime);
        if (!status.HasAddress)
            yield return new(NoticeKind.Warning, "Address", PublicAddress.Setting);
    }
}
