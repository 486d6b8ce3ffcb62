using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Chat;

/// <summary>The group's chats, in the organizer's hand.</summary>
public static class ChannelEndpoints
{
    private const string Whole = "none";

    /// <summary>Adds the commands.</summary>
    public static void MapChannels(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/settings/channels", Act.RunInstallation, "addChannel", "Add a chat that is told what happens", AddAsync).Produces<ChannelAdded>();
        doors.Open("PUT", "/settings/channels/{id:int}", Act.RunInstallation, "saveChannel", "Change a chat, its address or what it is told of", SaveAsync);
        doors.Open("DELETE", "/settings/channels/{id:int}", Act.RunInstallation, "removeChannel", "Remove a chat; what waits for it is dropped", RemoveAsync);
        doors.Open("PUT", "/settings/channels/{id:int}/pause", Act.RunInstallation, "pauseChannel", "Send nothing to a chat for now; what is for it waits", PauseAsync);
        doors.Open("DELETE", "/settings/channels/{id:int}/pause", Act.RunInstallation, "resumeChannel", "Send to a chat again", ResumeAsync);
    }

    private static async Task<IResult> AddAsync(Submission<NewChannelForm> sent, HttpContext http, WhalepaperDb db, ChannelSeal seal, OutgoingSettings outgoing, IClock clock, IStringLocalizer<ChatTexts> words)
    {
        var form = sent.Form;
        if (ChatKinds.Of(form.Kind) is not { } kind)
        {
            sent.Refuse("kind", words["Fault.Kind"]);
            kind = ChatKind.Webhook;
        }

        if (await db.Channels.CountAsync(http.RequestAborted) >= Channel.Most)
            sent.Refuse(Submission.Whole, words["Fault.Many", Channel.Most]);
        var track = await CheckAsync(sent, form.Name, form.Track, form.Occasions, http, db, words);
        var target = Target(sent, kind, form.Address, form.Secret, null, outgoing, words);
        if (!sent.IsSound || target is null)
            return sent.Refused(http, "/settings/channels");
        var now = clock.GetCurrentInstant();
        var chat = new Channel(form.Name!, kind, seal.Close(target), track?.Id, form.Occasions, now);
        db.Add(chat);
        db.Add(new AuditEntry(AuditActs.ChannelAdded, http.Actor().MemberId, null, chat.Name, null, Said(chat, track?.Code), now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/settings/channels/{chat.Id}?done=added", new ChannelAdded(chat.Id));
    }

    private static async Task<IResult> SaveAsync(int id, Submission<ChannelForm> sent, HttpContext http, WhalepaperDb db, ChannelSeal seal, OutgoingSettings outgoing, IClock clock, IStringLocalizer<ChatTexts> words)
    {
        var form = sent.Form;
        if (await db.Channels.SingleOrDefaultAsync(c => c.Id == id, http.RequestAborted) is not { } chat)
            return TypedResults.NotFound();
        var before = Said(chat, await db.Tracks.Where(t => t.Id == chat.TrackId).Select(t => t.Code).SingleOrDefaultAsync(http.RequestAborted));
        var track = await CheckAsync(sent, form.Name, form.Track, form.Occasions, http, db, words);
        var held = seal.Open(chat);
        var target = Target(sent, chat.Kind, form.Address, form.Secret, held, outgoing, words);
        if (!sent.IsSound || target is null)
            return sent.Refused(http);
        chat.Change(form.Name!, track?.Id, form.Occasions);
        if (target != held)
            chat.Lead(seal.Close(target));
        var after = Said(chat, track?.Code);
        if (target != held || !string.Equals(before, after, StringComparison.Ordinal))
            db.Add(new AuditEntry(AuditActs.ChannelChanged, http.Actor().MemberId, null, chat.Name, before, after, clock.GetCurrentInstant()));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/settings/channels/{id}?done=saved");
    }

    private static async Task<IResult> RemoveAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.Channels.SingleOrDefaultAsync(c => c.Id == id, http.RequestAborted) is not { } chat)
            return TypedResults.NotFound();
        var (name, now) = (ChannelNames.ChatOf(id), clock.GetCurrentInstant());
        foreach (var delivery in await db.Deliveries.Where(d => d.Channel == name && d.State == DeliveryState.Waiting).ToListAsync(http.RequestAborted))
            delivery.Drop("The chat was removed.", now);
        var track = await db.Tracks.Where(t => t.Id == chat.TrackId).Select(t => t.Code).SingleOrDefaultAsync(http.RequestAborted);
        db.Remove(chat);
        db.Add(new AuditEntry(AuditActs.ChannelRemoved, http.Actor().MemberId, null, chat.Name, Said(chat, track), null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/settings/channels?done=removed");
    }

    private static async Task<IResult> PauseAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.Channels.SingleOrDefaultAsync(c => c.Id == id, http.RequestAborted) is not { } chat)
            return TypedResults.NotFound();
        if (chat.PausedAt is null)
        {
            var now = clock.GetCurrentInstant();
            chat.Pause(http.Actor().MemberId, now);
            db.Add(new AuditEntry(AuditActs.ChannelPaused, http.Actor().MemberId, null, chat.Name, null, null, now));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"/settings/channels/{id}?done=paused");
    }

    private static async Task<IResult> ResumeAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.Channels.SingleOrDefaultAsync(c => c.Id == id, http.RequestAborted) is not { } chat)
            return TypedResults.NotFound();
        if (chat.PausedAt is not null)
        {
            chat.Resume();
            db.Add(new AuditEntry(AuditActs.ChannelResumed, http.Actor().MemberId, null, chat.Name, null, null, clock.GetCurrentInstant()));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"/settings/channels/{id}?done=resumed");
    }

    private static async Task<TrackOfChat?> CheckAsync(Submission sent, string? name, string? code, string[] occasions, HttpContext http, WhalepaperDb db, IStringLocalizer<ChatTexts> words)
    {
        if (string.IsNullOrWhiteSpace(name))
            sent.Refuse("name", words["Fault.Name"]);
        if (occasions.Length == 0)
            sent.Refuse("occasions", words["Fault.Occasions"]);
        else if (occasions.Any(occasion => !ChatOccasions.All.Contains(occasion, StringComparer.Ordinal)))
            sent.Refuse("occasions", words["Fault.Occasion"]);
        if (code is null or "" or Whole)
            return null;
        var track = await db.Tracks.Where(t => t.Code == code).Select(t => new TrackOfChat(t.Id, t.Code)).SingleOrDefaultAsync(http.RequestAborted);
        if (track is null)
            sent.Refuse("track", words["Fault.Track"]);
        return track;
    }

    // A kept secret goes with the kept address alone: another address is somebody else's.
    private static ChatTarget? Target(Submission sent, ChatKind kind, string? typed, string? secret, ChatTarget? held, OutgoingSettings outgoing, IStringLocalizer<ChatTexts> words)
    {
        var given = secret?.Trim() is { Length: > 0 } some ? some : null;
        if (given is not null && !ChatKinds.Signs(kind))
            sent.Refuse("secret", words["Fault.Secret"]);
        if (typed?.Trim() is not { Length: > 0 } text)
        {
            if (held is null)
                sent.Refuse("address", words["Fault.Address.Missing"]);
            return held is null ? null : held with { Secret = given ?? held.Secret };
        }

        var (address, fault) = OutgoingAddress.Read(text, outgoing);
        if (fault is not null)
            sent.Refuse("address", words[$"Fault.Address.{fault}"]);
        return address is null ? null : new ChatTarget(address, given);
    }

    private static string Said(Channel chat, string? track) => $"{chat.Name}: {ChatKinds.WordOf(chat.Kind)}, {chat.MaskedAddress}, {track ?? Whole}, {chat.Routing}";

    private sealed record TrackOfChat(int Id, string Code);
}

/// <summary>That a chat was added.</summary>
/// <param name="Id">Its number.</param>
public sealed record ChannelAdded(int Id);
