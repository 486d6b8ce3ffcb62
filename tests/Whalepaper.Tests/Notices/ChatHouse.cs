using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;

namespace Whalepaper.Tests.Notices;

/// <summary>A house that may call the services on this machine, and has an organizer who connects their chats.</summary>
internal sealed class ChatHouse : IAsyncDisposable
{
    private ChatHouse(LocalChat chat, Household house, Session organizer) => (Chat, House, Organizer) = (chat, house, organizer);

    public LocalChat Chat { get; }

    public Household House { get; }

    public TestSite Site => House.Site;

    public Session Organizer { get; }

    public static async Task<ChatHouse> OpenAsync(Engine engine, Action<WebApplicationBuilder>? alter = null)
    {
        var chat = await LocalChat.StartAsync();
        var house = await Household.MoveInAsync(engine, builder =>
        {
            LocalChat.Allow(builder);
            builder.Services.AddScoped<IDeliveryContent, Words>();
            alter?.Invoke(builder);
        });
        chat.Clock = house.Site.Clock;
        return new ChatHouse(chat, house, await house.SignInAsync("organizer"));
    }

    /// <summary>Connects a chat by the page; gives its number.</summary>
    public Task<int> AddAsync(string service, string? address = null, string? secret = LocalChat.Secret) => AddAsync(service, "none", ChatOccasions.All, address, secret);

    /// <summary>Connects a chat that is told of some things.</summary>
    public Task<int> AddForAsync(string service, params string[] occasions) => AddAsync(service, "none", occasions, null, LocalChat.Secret);

    /// <summary>Connects the chat of a track.</summary>
    public async Task<int> AddForAsync(string service, int track, string occasion) =>
        await AddAsync(service, await Site.WithAsync(db => db.Tracks.Where(t => t.Id == track).Select(t => t.Code).SingleAsync()), [occasion], null, LocalChat.Secret);

    /// <summary>Posts something to the chats that want it.</summary>
    public async Task PostAsync(string kind, int? track, string occasion)
    {
        await using var scope = Site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ChatPosting>().PostAsync(kind, track, occasion, PostOffice.Kind, "1", Site.Clock.GetCurrentInstant(), null, CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().SaveChangesAsync(CancellationToken.None);
    }

    public Task<List<Delivery>> DeliveriesAsync() => Site.WithAsync(db => db.Deliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Chat.DisposeAsync();
    }

    private async Task<int> AddAsync(string service, string track, IEnumerable<string> occasions, string? address, string? secret)
    {
        (string, string)[] fields = [("name", $"Chat of {service}"), ("kind", service), ("address", address ?? Chat.AddressOf(service)), ("track", track), .. occasions.Select(occasion => ("occasions", occasion))];
        if (secret is not null && ChatKinds.Signs(ChatKinds.Of(service)!.Value))
            fields = [.. fields, ("secret", secret)];
        var answer = await Organizer.SendAsync("POST", "/settings/channels", fields);
        return answer.Location?.EndsWith("?done=added", StringComparison.Ordinal) is true
            ? int.Parse(answer.Location.Split('/')[^1].Split('?')[0], System.Globalization.CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The chat is not connected: {answer}");
    }

    private sealed class Words : IDeliveryContent
    {
        public string Kind => PostOffice.Kind;

        public Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation) =>
            Task.FromResult<Message?>(new Message($"Subject\r\nX-Header: {delivery.Occasion}", "Text\r\nX-Header: yes", "https://whale.example/topics/5", "See it"));
    }
}
