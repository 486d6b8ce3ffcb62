using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Tests.Notices;

/// <summary>Words of a kind of deliveries, for tests of what becomes of that kind and not of what it says.</summary>
internal sealed class Told(string kind, Func<Delivery, Message> words) : IDeliveryContent
{
    public string Kind => kind;

    public Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation) => Task.FromResult<Message?>(words(delivery));

    /// <summary>Lets these kinds say that they are there, and nothing else say anything.</summary>
    public static void SetUp(WebApplicationBuilder builder, params string[] kinds)
    {
        builder.Services.RemoveAll<IDeliveryContent>();
        foreach (var kind in kinds)
            builder.Services.AddScoped<IDeliveryContent>(_ => new Told(kind, delivery => new Message($"About {delivery.About}", "Text", "https://whale.example/schedule")));
    }

    /// <summary>Posts a delivery of a kind to a member, due now; gives its number.</summary>
    public static Task<int> PostAsync(TestSite site, int member, string kind, string channel = ChannelNames.Mail) => site.WithAsync(async db =>
    {
        var now = site.Clock.GetCurrentInstant();
        var delivery = Delivery.Of($"{kind}:{Guid.NewGuid():N}", Recipient.Member(member), channel, kind, "1", now, now + Duration.FromDays(1), now);
        db.Add(delivery);
        await db.SaveChangesAsync();
        return delivery.Id;
    });
}
