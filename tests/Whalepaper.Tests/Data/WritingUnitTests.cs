using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Members;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>Whoever begins a transaction to write waits in the line of all who do.</summary>
public sealed class WritingUnitTests
{
    [Fact]
    public async Task Who_begins_to_write_waits_in_the_line_as_whoever_saves_does_and_lets_the_next_one_go_on()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var first = database.Scope();
        await using var second = database.Scope();
        var (one, other) = (first.ServiceProvider.GetRequiredService<WhalepaperDb>(), second.ServiceProvider.GetRequiredService<WhalepaperDb>());

        await using var unit = await one.BeginWritingAsync(CancellationToken.None);
        var waiting = other.BeginWritingAsync(CancellationToken.None);
        other.Add(new Member("Boris", "boris", database.Clock.GetCurrentInstant()));
        one.Add(new Member("Anna", "anna", database.Clock.GetCurrentInstant()));
        await one.SaveChangesAsync();
        // Past the line it would look again and again, and find the file taken.
        Assert.False(waiting.IsCompleted);
        Assert.Null(other.Database.CurrentTransaction);
        await unit.CommitAsync(CancellationToken.None);

        await using var next = await waiting;
        await other.SaveChangesAsync();
        await next.CommitAsync(CancellationToken.None);
        Assert.Equal(2, await database.WithAsync(db => Task.FromResult(db.Members.Count())));
    }

    [Fact]
    public async Task Who_gives_up_or_undoes_what_was_begun_lets_the_next_one_go_on()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var first = database.Scope();
        await using var second = database.Scope();
        await using (await BeginAsync(first, CancellationToken.None))
        {
            using var patience = new CancellationTokenSource();
            var waiting = BeginAsync(second, patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await using var next = await BeginAsync(second, CancellationToken.None);
        await next.CommitAsync(CancellationToken.None);
    }

    private static Task<WritingUnit> BeginAsync(AsyncServiceScope scope, CancellationToken cancellation) =>
        scope.ServiceProvider.GetRequiredService<WhalepaperDb>().BeginWritingAsync(cancellation);
}
