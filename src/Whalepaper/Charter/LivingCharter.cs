using Whalepaper.Data;

namespace Whalepaper.Charter;

/// <summary>The group's document as it is true now, kept at hand until something that it says changes.</summary>
public sealed class LivingCharter(IServiceScopeFactory scopes) : IChangeListener
{
    private CharterDocument? _known;
    private int _changes;

    /// <summary>The document; null while there is no group.</summary>
    public async ValueTask<CharterDocument?> ReadAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _known) is { } known)
            return known;
        var before = Volatile.Read(ref _changes);
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<CharterExport>().ReadAsync(cancellation) is not { } document)
            return null;
        // What was read before a change must not be kept after it.
        if (before == Volatile.Read(ref _changes))
            Volatile.Write(ref _known, document);
        return document;
    }

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Contains(ChangeTags.Group) || tags.Contains(ChangeTags.Topics) || tags.Contains(ChangeTags.Talks) || tags.Contains(ChangeTags.Papers) || tags.Contains(ChangeTags.Members) || tags.Contains(ChangeTags.Everything))
        {
            Interlocked.Increment(ref _changes);
            Volatile.Write(ref _known, null);
        }

        return ValueTask.CompletedTask;
    }
}
