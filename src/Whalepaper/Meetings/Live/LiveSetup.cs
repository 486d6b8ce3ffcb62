using Whalepaper.Data;

namespace Whalepaper.Meetings.Live;

/// <summary>Puts the rooms of meetings into the container.</summary>
internal static class LiveSetup
{
    public static IServiceCollection AddLiveRooms(this IServiceCollection services)
    {
        services.AddSingleton(container => LiveSettings.Read(container.GetRequiredService<IConfiguration>()));
        services.AddSingleton<ILiveFragment, LiveFragment>();
        services.AddSingleton<LiveRooms>();
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<LiveRooms>());
        services.AddCounting<Attending.CheckInThrottle>();
        services.AddCounting<RoomThrottle>();
        services.AddSingleton<LiveUpkeep>();
        services.AddHostedService(container => container.GetRequiredService<LiveUpkeep>());
        return services;
    }
}
