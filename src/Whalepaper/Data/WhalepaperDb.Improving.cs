using Microsoft.EntityFrameworkCore;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Improving.Suggestions;

namespace Whalepaper.Data;

/// <content>How the group improves.</content>
public abstract partial class WhalepaperDb
{
    /// <summary>What members propose to improve the group.</summary>
    public DbSet<Suggestion> Suggestions => Set<Suggestion>();

    /// <summary>What became of suggestions.</summary>
    public DbSet<SuggestionStep> SuggestionSteps => Set<SuggestionStep>();

    /// <summary>Who supports which suggestion.</summary>
    public DbSet<SuggestionSupport> SuggestionSupports => Set<SuggestionSupport>();

    /// <summary>What is said of suggestions.</summary>
    public DbSet<SuggestionComment> SuggestionComments => Set<SuggestionComment>();

    /// <summary>Which changes of settings suggestions caused.</summary>
    public DbSet<SuggestionEffect> SuggestionEffects => Set<SuggestionEffect>();

    /// <summary>Looks back on topics.</summary>
    public DbSet<Retrospective> Retrospectives => Set<Retrospective>();

    /// <summary>Who may answer in looks back that are open.</summary>
    public DbSet<RetrospectiveInvitee> RetrospectiveInvitees => Set<RetrospectiveInvitee>();

    /// <summary>The answers of those, under seal.</summary>
    public DbSet<RetrospectiveBox> RetrospectiveBoxes => Set<RetrospectiveBox>();
}
