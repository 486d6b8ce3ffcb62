using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Chat;

/// <summary>A chat, as the organizer's programs see it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Service"><c>feishu</c>, <c>dingtalk</c>, <c>wecom</c>, <c>slack</c>, <c>discord</c> or <c>webhook</c>.</param>
/// <param name="Address">The ends of its address; the rest is never told.</param>
/// <param name="IsSigned">Whether messages are signed.</param>
/// <param name="Track">The code of the track whose chat it is; null for the whole group's.</param>
/// <param name="Occasions">What it is told of.</param>
/// <param name="PausedAt">Since when nothing is sent there; null if something is.</param>
/// <param name="Readable">Whether its address can still be read; if not, it must be entered again.</param>
/// <param name="Waiting">How many messages wait for it.</param>
/// <param name="Last">What became of the last message; null if there was none.</param>
public sealed record ChannelResource(
    int Id, string Name, string Service, string Address, bool IsSigned, string? Track, IReadOnlyList<string> Occasions, DateTimeOffset? PausedAt, bool Readable, int Waiting, ChannelResult? Last);

/// <summary>What became of a message.</summary>
/// <param name="State"><c>waiting</c>, <c>sending</c>, <c>sent</c>, <c>dead</c> or <c>dropped</c>.</param>
/// <param name="Told">What was said.</param>
/// <param name="At">When it ended; before that, when it is tried next.</param>
public sealed record ChannelResult(string State, string Told, DateTimeOffset At);

/// <summary>The group's chats for programs.</summary>
public static class ChannelApi
{
    /// <summary>Adds the list.</summary>
    public static void MapChannelsApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/channels", ListAsync).WithMetadata(new RequiresAttribute(Act.RunInstallation)).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .WithName("listChannels").WithTags("Channels").WithSummary("The group's chats and what became of their last messages");
    }

    private static async Task<Ok<Listing<ChannelResource>>> ListAsync(Asked asked, HttpContext http, WhalepaperDb db, ChannelSeal seal, Masthead masthead, CancellationToken cancellation)
    {
        var listing = await db.Channels.OrderBy(c => c.Id).ListAsync(asked, async page => (await db.ViewsAsync(seal, page, cancellation)).ConvertAll(view => Of(view, masthead.Zone)), cancellation);
        return http.ShowList(listing, ChangeTags.Deliveries);
    }

    private static ChannelResource Of(ChannelView view, DateTimeZone zone) => new(
        view.Chat.Id, view.Chat.Name, ChatKinds.WordOf(view.Chat.Kind), view.Chat.MaskedAddress, view.Chat.SealedSecret is not null, view.Track, view.Chat.Occasions, view.Chat.PausedAt?.In(zone),
        view.IsReadable, view.Waiting, view.Last is { } last ? new ChannelResult(last.State.ToString().ToLowerInvariant(), last.Result ?? "", (last.EndedAt ?? last.Due).In(zone)) : null);
}
