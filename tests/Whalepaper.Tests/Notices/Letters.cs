using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Tests.Notices;

/// <summary>A letter that waits, opened.</summary>
internal sealed record PostedLetter(int Id, string To, string Subject, string Text, string Link);

/// <summary>Opens the letters of a house, which lie sealed in its database.</summary>
internal static class Letters
{
    /// <summary>The letters that carry their own words and still have them, in the order in which they were posted.</summary>
    public static async Task<IReadOnlyList<PostedLetter>> LettersAsync(this TestSite site)
    {
        var seal = site.Services.GetRequiredService<LetterSeal>();
        return (await site.WithAsync(db => db.Deliveries.AsNoTracking().Where(d => d.SealedWords != null).OrderBy(d => d.Id).ToListAsync()))
            .ConvertAll(d => seal.Open(d.SealedWords!) is { } letter ? new PostedLetter(d.Id, d.Address ?? "", letter.Subject, letter.Text, letter.Link) : throw new InvalidOperationException("A letter cannot be opened."));
    }

    /// <summary>Sends all that is due now, as the worker does.</summary>
    public static Task DrainAsync(this TestSite site) => site.Services.GetRequiredService<DeliveryWorker>().DrainAsync(CancellationToken.None);
}
