using Microsoft.EntityFrameworkCore;
using Whalepaper.Participation.Excuses;
using Whalepaper.Participation.Ledger;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;

namespace Whalepaper.Data;

/// <content>What members are measured by.</content>
public abstract partial class WhalepaperDb
{
    /// <summary>What the committee wrote into the ledger by hand.</summary>
    public DbSet<ManualEntry> ManualEntries => Set<ManualEntry>();

    /// <summary>What members say is wrong with their ledgers.</summary>
    public DbSet<LedgerDispute> LedgerDisputes => Set<LedgerDispute>();

    /// <summary>Words about meetings that were missed.</summary>
    public DbSet<Excuse> Excuses => Set<Excuse>();

    /// <summary>The policies by which topics are measured.</summary>
    public DbSet<TopicPolicy> TopicPolicies => Set<TopicPolicy>();

    /// <summary>Of whom nothing is asked.</summary>
    public DbSet<Waiver> Waivers => Set<Waiver>();

    /// <summary>Who was warned.</summary>
    public DbSet<MeterWarning> MeterWarnings => Set<MeterWarning>();
}
