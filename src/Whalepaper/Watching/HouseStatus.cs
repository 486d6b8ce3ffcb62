using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Backups;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Meetings.Live;
using Whalepaper.Notices.Mail;
using Whalepaper.Ui;

namespace Whalepaper.Watching;

/// <summary>The program that runs.</summary>
/// <param name="Version">Its version, with the first signs of the commit where it is known.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="HasHoles">Whether that version has known security holes.</param>
/// <param name="StartedAt">When the process started.</param>
/// <param name="MemoryBytes">How much memory it holds.</param>
/// <param name="Listeners">How many pages of running meetings it keeps up to date.</param>
/// <param name="DatabaseFaults">How often the database failed since the start.</param>
internal sealed record ProgramFacts(string Version, string Runtime, bool HasHoles, Instant StartedAt, long MemoryBytes, int Listeners, long DatabaseFaults);

/// <summary>What is kept.</summary>
/// <param name="Engine">The database.</param>
/// <param name="Migrations">How many migrations it has.</param>
/// <param name="Pending">The migrations that it lacks.</param>
/// <param name="Files">How many uploads there are.</param>
/// <param name="FileBytes">How much room they take.</param>
/// <param name="InBucket">Whether they lie in a bucket; else in the data folder.</param>
/// <param name="FreeBytes">How much room is left on the disk of the data folder; null if it cannot be told.</param>
internal sealed record KeptFacts(EngineFacts Engine, int Migrations, IReadOnlyList<string> Pending, int Files, long FileBytes, bool InBucket, long? FreeBytes);

/// <summary>Mail as it is set up.</summary>
internal enum MailState
{
    /// <summary>Letters wait in the outbox.</summary>
    None,

    /// <summary>The organizer set a server up.</summary>
    Set,

    /// <summary>The configuration names one.</summary>
    Configured,
}

/// <summary>How work beside the requests goes.</summary>
/// <param name="Name">Its name in the program.</param>
/// <param name="Run">How it went.</param>
internal sealed record WorkLine(string Name, WorkRun Run);

/// <summary>How the house does, for the organizer.</summary>
/// <param name="Program">The program that runs.</param>
/// <param name="Kept">What is kept.</param>
/// <param name="Reading">What waits and what is due; null if the database would not say.</param>
/// <param name="Mail">Mail as it is set up.</param>
/// <param name="HasAddress">Whether the house was told under which address it is known.</param>
/// <param name="Works">The work beside the requests.</param>
/// <param name="Backups">How long ago the group was backed up.</param>
internal sealed record HouseStatus(ProgramFacts Program, KeptFacts Kept, HouseReading? Reading, MailState Mail, bool HasAddress, IReadOnlyList<WorkLine> Works, BackupAge Backups);

/// <summary>Looks at the house.</summary>
internal sealed class HouseLook(
    WhalepaperDb db, DatabaseSetup setup, DataSettings settings, IFileStore store, MailAtHand mail, PublicAddress address, HouseReadings readings, LiveRooms rooms, DatabaseFaults faults, IClock clock, IServiceProvider services)
{
    /// <summary>Looks at everything, in a fixed number of questions to the database.</summary>
    public async Task<HouseStatus> LookAsync(CancellationToken cancellation)
    {
        var state = mail.IsConfigured ? MailState.Configured : await mail.ReadAsync(cancellation) is not null ? MailState.Set : MailState.None;
        return new HouseStatus(Program(), await KeptAsync(cancellation), await readings.TakeAsync(cancellation), state, address.IsSet,
            [.. services.RecordedWorks().Select(work => new WorkLine(work.GetType().Name, work.Record.Run))], await db.BackupAgeAsync(clock.GetCurrentInstant(), cancellation));
    }

    private ProgramFacts Program()
    {
        using var process = Process.GetCurrentProcess();
        return new ProgramFacts(
            ProgramVersion.Said, Environment.Version.ToString(3), Doctor.Runtime(Environment.Version).Severity is not Severity.Fine, Instant.FromDateTimeUtc(process.StartTime.ToUniversalTime()),
            Environment.WorkingSet, rooms.Count, faults.Count);
    }

    private async Task<KeptFacts> KeptAsync(CancellationToken cancellation)
    {
        var pending = await setup.PendingAsync(cancellation);
        var files = await db.StoredFiles.GroupBy(_ => 1).Select(all => new { Count = all.Count(), Bytes = all.Sum(file => file.Length) }).SingleOrDefaultAsync(cancellation);
        return new KeptFacts(
            await db.EngineFactsAsync(cancellation), db.Migrations.Count - pending.Count, pending, files?.Count ?? 0, files?.Bytes ?? 0, store is not FolderStore, DiskRoom.Left(settings.Folder));
    }
}
