using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Notices.Chat;

namespace Whalepaper.Tests.People;

/// <summary>The forms about the group's chats.</summary>
internal static class FormsOfChannels
{
    private static readonly string[] addresses =
        // The word beside the field says how an address begins, which is no secret that comes back.
        [.. BadWords.Links.Where(link => link is not "https://"), "http://hooks.example/services/a", "https://127.0.0.1/hook", "https://[::1]/hook", "https://2130706433/hook", "https://localhost/hook", "https://hooks.example/a#b", "https://hooks.example./a", "https://169.254.169.254/latest"];

    private static readonly (string Field, string[] Values)[] wrong = [("track", BadWords.Choices), ("occasions", BadWords.Choices), ("address", addresses)];

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/settings/channels", stage => stage.AsAsync("organizer", "/settings/channels",
            ("name", "飞书大群"), ("kind", "feishu"), ("address", "https://hooks.example/bot/v2/hook/abcdefgh"), ("secret", "a long secret"), ("track", "nlp"), ("occasions", "plan"), ("occasions", "meeting")))
        {
            ForPrograms = true,
            Needs = ["name", "kind", "address", "occasions"],
            Wrong = [("kind", BadWords.Choices), .. wrong],
        },
        new("PUT", "/settings/channels/{id:int}", async stage => await stage.AsAsync(
            "organizer", $"/settings/channels/{await ChannelAsync(stage)}", ("name", "飞书大群"), ("address", "https://hooks.example/bot/v2/hook/ijklmnop"), ("secret", "another secret"), ("track", "none"), ("occasions", "week")))
        {
            ForPrograms = true,
            Needs = ["name", "occasions"],
            Wrong = wrong,
        },
        new("DELETE", "/settings/channels/{id:int}", async stage => await stage.AsAsync("organizer", $"/settings/channels/{await ChannelAsync(stage)}")) { ForPrograms = true },
        new("PUT", "/settings/channels/{id:int}/pause", async stage => await stage.AsAsync("organizer", $"/settings/channels/{await ChannelAsync(stage)}/pause")) { ForPrograms = true },
        new("DELETE", "/settings/channels/{id:int}/pause", async stage => await stage.AsAsync("organizer", $"/settings/channels/{await ChannelAsync(stage, paused: true)}/pause")) { ForPrograms = true },
        new("POST", "/settings/channels/{id:int}/trial", async stage => await stage.AsAsync("organizer", $"/settings/channels/{await ChannelAsync(stage)}/trial")) { ForPrograms = true },
    ];

    // Its address is inside, which is known before anybody is called.
    private static Task<int> ChannelAsync(Stage stage, bool paused = false) => stage.Site.WithAsync(async db =>
    {
        // A group has so many at most, and every form that is tried brings one.
        db.RemoveRange(await db.Channels.ToListAsync());
        var seal = stage.Site.Services.GetRequiredService<ChannelSeal>();
        var chat = new Channel("群聊", ChatKind.Feishu, seal.Close(new ChatTarget(new Uri("https://127.0.0.1/bot/v2/hook/abcdefgh"), "a secret")), null, ChatOccasions.All, stage.Site.Clock.GetCurrentInstant());
        if (paused)
            chat.Pause(stage.House["organizer"], stage.Site.Clock.GetCurrentInstant());
        db.Add(chat);
        await db.SaveChangesAsync();
        return chat.Id;
    });
}
