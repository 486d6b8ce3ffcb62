using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Notices;

/// <summary>Where letters are posted. Without mail they wait in the outbox, and the log says where they lead.</summary>
public sealed partial class Postbox(WhalepaperDb db, IClock clock, ILogger<Postbox> logger)
{
    /// <summary>Posts a letter with the next save, and forgets those whose links are dead.</summary>
    public async Task PostAsync(string to, string subject, string text, string link, CancellationToken cancellation)
    {
        await PutAsync(to, subject, text, link, cancellation);
        Posted(link);
    }

    /// <summary>Posts a letter that only tells something and leads nowhere, with the next save.</summary>
    public async Task PostAsync(string to, string subject, string text, CancellationToken cancellation)
    {
        await PutAsync(to, subject, text, "", cancellation);
        Posted();
    }

    private async Task PutAsync(string to, string subject, string text, string link, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var dead = now - Letter.Kept;
        await db.Letters.Where(letter => letter.At < dead).ExecuteDeleteAsync(cancellation);
        // The group's name stands in it, and may come from a document with whatever signs.
        db.Add(new Letter(to, string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c)), text, link, now));
    }

    // The address stays out of the log: what leads on is the link alone.
    [LoggerMessage(LogLevel.Information, "A letter waits in the outbox, since no mail is set up. It leads to {Link}")]
    private partial void Posted(string link);

    [LoggerMessage(LogLevel.Information, "A letter waits in the outbox, since no mail is set up. It leads nowhere")]
    private partial void Posted();
}
