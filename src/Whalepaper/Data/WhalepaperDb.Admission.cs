using Microsoft.EntityFrameworkCore;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Elections;
using Whalepaper.Admission.Panels;

namespace Whalepaper.Data;

/// <content>Who wants to join the inner group, and what is voted on.</content>
public abstract partial class WhalepaperDb
{
    /// <summary>Who wants to join the inner group.</summary>
    public DbSet<Application> Applications => Set<Application>();

    /// <summary>What happened to applications.</summary>
    public DbSet<ApplicationStep> ApplicationSteps => Set<ApplicationStep>();

    /// <summary>What those who apply and the committee write each other.</summary>
    public DbSet<ApplicationMessage> ApplicationMessages => Set<ApplicationMessage>();

    /// <summary>Who hears which candidate.</summary>
    public DbSet<PanelSeat> PanelSeats => Set<PanelSeat>();

    /// <summary>What panels ask candidates.</summary>
    public DbSet<PanelQuestion> PanelQuestions => Set<PanelQuestion>();

    /// <summary>Who of the committee is bound to whom who applies.</summary>
    public DbSet<TieWord> TieWords => Set<TieWord>();

    /// <summary>Secret votes.</summary>
    public DbSet<Ballot> Ballots => Set<Ballot>();

    /// <summary>Who stands in which ballot.</summary>
    public DbSet<BallotOption> BallotOptions => Set<BallotOption>();

    /// <summary>Who may vote in which ballot.</summary>
    public DbSet<BallotVoter> BallotVoters => Set<BallotVoter>();

    /// <summary>The votes of open ballots, under seal.</summary>
    public DbSet<BallotBox> BallotBoxes => Set<BallotBox>();

    /// <summary>
    /// Has the engine overwrite what is deleted or changed by this connection from now on, where it would otherwise leave it lying in its file until the room is needed: SQLite. PostgreSQL keeps what
    /// is not true any more until it is vacuumed, and knows no such wish.
    /// </summary>
    public virtual Task WipeWhatIsDeletedAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Elections of the committee.</summary>
    public DbSet<Election> Elections => Set<Election>();

    /// <summary>Who stands for the committee.</summary>
    public DbSet<Candidacy> Candidacies => Set<Candidacy>();
}
